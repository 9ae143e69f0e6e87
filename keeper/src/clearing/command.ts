/** `clear BOOK`: clears a book of orders from a file, offline. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { InvalidConfigError, UnreadableFileError } from "../errors.ts";
import { readBook } from "./book.ts";
import { reportOf, textOf } from "./report.ts";
import { BOOK_SCHEMA } from "./schema.ts";

const SECONDS = 10;
const MOST_SECONDS = 86_400;

export const CLEAR_HELP = [
  "Usage: clearhour-keeper clear BOOK [flags]",
  "",
  "Clears the book of orders in a JSON file (- reads standard input): prices, every fill, welfare and how far from the",
  "best possible it can be. Needs no chain and no key.",
  "",
  "  --seconds N  how long to look for solutions with blocks: more than 0, at most 86400; 10 by default",
  "  --json       print everything as one line of JSON",
  "  --schema     print the JSON Schema of a book",
  "  --help       this text",
].join("\n");

/** @returns What runs; `undefined` where help was asked for. */
export function prepareClear(args: readonly string[]): (() => Promise<void>) | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  if (values.schema) return async () => console.log(JSON.stringify(BOOK_SCHEMA, undefined, 2));
  const seconds = Number(values.seconds);
  const problems: string[] = [];
  if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
    problems.push(`--seconds ${values.seconds}: more than 0, at most ${MOST_SECONDS}`);
  }
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) problems.push("one BOOK is to be named: a file, or - for standard input");
  if (path === undefined || problems.length > 0) throw new InvalidConfigError(problems);
  return () => run(path, seconds, values.json);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: "string", default: String(SECONDS) },
        json: { type: "boolean", default: false },
        schema: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new InvalidConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

async function run(path: string, seconds: number, isJson: boolean): Promise<void> {
  const book = readBook(await readJson(path));
  // HiGHS takes its time to load, and only this command needs it.
  const { clear } = await import("./clear.ts");
  const cleared = clear(book, seconds, {
    progress({ welfare, gap, seconds: after }) {
      if (!isJson) console.error(`after ${after.toFixed(1)} s: welfare ${welfare}, gap ${gap}`);
    },
  });
  if (cleared.failure !== undefined) console.error(`The search ended early. ${cleared.failure.message}`);
  const report = reportOf(book, cleared);
  console.log(isJson ? JSON.stringify(report) : textOf(book, report));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(path === "-" ? await text(process.stdin) : await readFile(path, "utf8"));
  } catch (error) {
    throw new UnreadableFileError("book", path, error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}
