/** Evidence on disk: it cannot be read from the chain again. One folder per assignment, one file per kind. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FolderInUseError, StorageError } from "./errors.ts";

/** A list that grows, as lines of JSON. What is added survives the process. */
export class JsonLines<T> {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was added before, by this process or an earlier one. A last line that was cut short is left out. */
  read(): T[] {
    if (!existsSync(this.#path)) return [];
    const text = wrap(this.#path, () => readFileSync(this.#path, "utf8"));
    const end = text.lastIndexOf("\n") + 1;
    // Whatever is added next must not end up on the line that was cut short.
    if (end < text.length) wrap(this.#path, () => writeFileSync(this.#path, text.slice(0, end)));
    const lines = text.slice(0, end).split("\n").filter(Boolean);
    return wrap(this.#path, () => lines.map((line) => JSON.parse(line) as T));
  }

  /** @throws {StorageError} when the disk does not take it. */
  add(value: T): void {
    wrap(this.#path, () => {
      mkdirSync(dirname(this.#path), { recursive: true });
      appendFileSync(this.#path, `${JSON.stringify(value)}\n`);
    });
  }
}

/** The folder of one process: data of assignments, and a lock that keeps a second process out. */
export class DataFolder {
  readonly #root: string;
  readonly #lock: string;

  /**
   * @throws {FolderInUseError} when another process that still runs uses the folder.
   * @throws {StorageError} when it cannot be written.
   */
  constructor(root: string) {
    this.#root = root;
    this.#lock = join(root, "lock");
    wrap(root, () => mkdirSync(root, { recursive: true }));
    const owner = existsSync(this.#lock) ? Number(readFileSync(this.#lock, "utf8")) : undefined;
    if (owner !== undefined && owner !== process.pid && isAlive(owner)) throw new FolderInUseError(root, owner);
    wrap(root, () => writeFileSync(this.#lock, String(process.pid)));
  }

  /** A file of a series' hour. */
  file<T>(product: number, hour: number, ...rest: readonly string[]): JsonLines<T> {
    return new JsonLines(join(this.#root, String(product), String(hour), ...rest));
  }

  /** Removes a product's hours before one. */
  prune(product: number, before: number): void {
    const folder = join(this.#root, String(product));
    if (!existsSync(folder)) return;
    for (const hour of readdirSync(folder)) {
      if (Number(hour) < before) rmSync(join(folder, hour), { recursive: true });
    }
  }

  close(): void {
    rmSync(this.#lock, { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function wrap<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    throw new StorageError(path, { cause });
  }
}
