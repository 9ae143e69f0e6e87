import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Counts } from "./counts.ts";
import { ROOT } from "./paths.ts";
import { run } from "./process.ts";

const PREFIX = "check:";

/** The static checks: every script of package.json named `check:…`, in its order. */
function checks(): [name: string, command: string][] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return Object.entries(scripts)
    .filter(([name]) => name.startsWith(PREFIX))
    .map(([name, command]) => [name.slice(PREFIX.length), command]);
}

/** Runs every check, also after one failed, and counts each as one test. */
export async function runChecks(): Promise<Counts> {
  let passed = 0;
  const failures: string[] = [];
  for (const [name, command] of checks()) {
    const start = Date.now();
    const { code, output } = await run(command, "capture");
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(`  ${code === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
    if (code === 0) {
      passed++;
    } else {
      failures.push(`npm run check:${name}`);
      console.log(output.trimEnd().replace(/^/gm, "       "));
    }
  }
  return { passed, failed: failures.length, skipped: 0, failures };
}
