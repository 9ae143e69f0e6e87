/** A copy of the project whose artifacts can be exchanged under its compiled tests. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyProject } from "../copy.ts";
import { ROOT } from "../paths.ts";
import type { Target } from "./compiler.ts";
import { runLimited } from "./limited.ts";

/** Of processor time: a mutant may make a loop endless. All tests together need a fraction of it. */
const LIMIT_SECONDS = 600;
const SUITE = join(ROOT, "scripts", "lib", "mutants", "suite.ts");

interface Artifact {
  readonly contractName: string;
  readonly sourceName: string;
  readonly bytecode: string;
}

export class Stand {
  readonly #folder: string;
  readonly #result: string;

  /** @param folder is made anew, from what the project's build made. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#result = join(folder, "failed.json");
    copyProject(folder, ["artifacts"]);
  }

  /** Contracts that can be deployed, also those that are tests. */
  targets(): Target[] {
    return [join(this.#folder, "artifacts", "contracts"), join(this.#folder, "cache", "test-artifacts", "test")]
      .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)))
      .filter((path) => path.endsWith(".json"))
      .map((path) => JSON.parse(readFileSync(path, "utf8")) as Artifact)
      .filter(({ bytecode }) => bytecode !== "0x")
      .map(({ sourceName, contractName }) => ({ file: sourceName, name: contractName }));
  }

  bytecodeOf(target: Target): string {
    return this.#read(target).bytecode;
  }

  /** From here on these are deployed as the targets, in their order. */
  exchange(targets: readonly Target[], bytecodes: readonly string[]): void {
    for (const [i, target] of targets.entries()) {
      writeFileSync(this.#path(target), JSON.stringify({ ...this.#read(target), bytecode: bytecodes[i] }));
    }
  }

  /**
   * The tests of the files that fail; the time limit where they need more processor time.
   * @throws where they do not run
   */
  async failures(files: readonly string[]): Promise<readonly string[]> {
    if (files.length === 0) return [];
    rmSync(this.#result, { force: true });
    const command = `node '${SUITE}' '${this.#folder}' '${this.#result}' ${files.join(" ")}`;
    const { isOutOfTime, output } = await runLimited(command, LIMIT_SECONDS);
    if (isOutOfTime) return ["the limit of processor time"];
    if (!existsSync(this.#result)) throw new Error(`the tests did not run:\n${output}`);
    return JSON.parse(readFileSync(this.#result, "utf8")) as string[];
  }

  #read(target: Target): Artifact {
    return JSON.parse(readFileSync(this.#path(target), "utf8")) as Artifact;
  }

  #path({ file, name }: Target): string {
    const folder = file.startsWith("test/") ? join("cache", "test-artifacts") : "artifacts";
    return join(this.#folder, folder, file, `${name}.json`);
  }
}
