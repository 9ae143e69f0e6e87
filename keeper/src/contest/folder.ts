/** What a keeper committed to, on disk: it cannot be read from the chain again, and is worth a deposit. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Allocation, Solution } from "@clearhour/sdk/contest";
import type { Hex } from "viem";
import { StorageError } from "../delivery/errors.ts";

/** A solution that is kept secret until it is revealed. */
export interface Secret {
  readonly commitment: Hex;
  readonly salt: Hex;
  readonly solution: Solution;
  readonly allocation: Allocation;
}

/** Seconds of the chain that a secret is kept after its auction's deadline: a reorg may bring the auction back. */
const MEMORY = 7n * 86_400n;
const NAME = /^(\d+)-(0x[0-9a-f]{64})\.json$/;

/** One file per commitment, named by when it is of no use any more. Keepers may share a folder. */
export class SecretFolder {
  readonly #path: string;

  /** The folder is made when the first secret is kept. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Keeps a secret. Once this returns it survives the process and the machine's power.
   *
   * @param deadline Of its auction, unix seconds.
   * @throws {StorageError} when the disk does not take it.
   */
  keep(secret: Secret, deadline: bigint): void {
    this.#wrap(() => {
      mkdirSync(this.#path, { recursive: true });
      const path = join(this.#path, `${deadline}-${secret.commitment}.json`);
      const draft = `${path}.${process.pid}`;
      writeWhole(
        draft,
        JSON.stringify(secret, (_, value) => (typeof value === "bigint" ? String(value) : value)),
      );
      renameSync(draft, path);
      sync(this.#path);
    });
  }

  /**
   * The secret of a commitment; `undefined` where it is not here.
   *
   * @throws {StorageError} when it cannot be read.
   */
  find(commitment: Hex): Secret | undefined {
    return this.#wrap(() => {
      const name = this.#names().find((each) => NAME.exec(each)?.[2] === commitment.toLowerCase());
      if (name === undefined) return undefined;
      const { solution, ...rest } = JSON.parse(readFileSync(join(this.#path, name), "utf8"));
      return { ...rest, solution: { ...solution, welfare: BigInt(solution.welfare), gap: BigInt(solution.gap) } };
    });
  }

  /** Removes what is of no use any more, and drafts that were never finished. */
  prune(now: bigint): void {
    this.#wrap(() => {
      for (const name of this.#names()) {
        const deadline = Number.parseInt(name, 10);
        if (BigInt(deadline) + MEMORY < now) rmSync(join(this.#path, name), { force: true });
      }
    });
  }

  #names(): string[] {
    return existsSync(this.#path) ? readdirSync(this.#path).filter((name) => /^\d+-0x/.test(name)) : [];
  }

  #wrap<T>(use: () => T): T {
    try {
      return use();
    } catch (cause) {
      throw new StorageError(this.#path, { cause });
    }
  }
}

function writeWhole(path: string, text: string): void {
  const file = openSync(path, "w", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** So that the file's name survives, too. */
function sync(folder: string): void {
  const file = openSync(folder, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
