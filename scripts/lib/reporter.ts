import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { COUNTS_FILE, type Counts } from "./counts.ts";

/** Mocha's usual output; the counts also go to the file that `npm test` names. */
export default class CountsReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    const path = process.env[COUNTS_FILE];
    if (path === undefined) return;
    const failures: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error: Error) => {
      failures.push(`${test.fullTitle()}: ${error.message.split("\n")[0]}`);
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures: failed, pending } = this.stats;
      const counts: Counts = { passed: passes, failed, skipped: pending, failures };
      writeFileSync(path, JSON.stringify(counts));
    });
  }
}
