#!/usr/bin/env node
/** The command line of Clearhour: `clearhour <command> …`. */
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { EXIT_OK, EXIT_USAGE, type Io, UsageError } from "./io.ts";
import { METER_READ_USAGE, meterRead } from "./meter-read.ts";
import { METER_VERIFY_USAGE, meterVerify } from "./meter-verify.ts";

type Command = {
  readonly summary: string;
  readonly usage: string;
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
};

/** Every command by the words that call it. */
const COMMANDS: Readonly<Record<string, Command>> = {
  "meter read": {
    summary: "compute a reading from recorded pages or a CSV, offline",
    usage: METER_READ_USAGE,
    run: meterRead,
  },
  "meter verify": {
    summary: "derive a settled reading from its samples and check it against the chain",
    usage: METER_VERIFY_USAGE,
    run: meterVerify,
  },
};

/** Runs one command line and returns the exit code. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    const words = Object.keys(COMMANDS).find((name) => startsWith(args, name.split(" ")));
    if (words !== undefined) return await (COMMANDS[words] as Command).run(args.slice(words.split(" ").length), io);
    if (args.length === 0 || args[0] === "--help" || args[0] === "-h") {
      io.out(overview());
      return args.length === 0 ? EXIT_USAGE : EXIT_OK;
    }
    throw new UsageError(`There is no command "${args.slice(0, 2).join(" ")}".`, overview());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`clearhour: ${error.message}`);
    if (error.usage) io.err(`\n${error.usage}`);
    return EXIT_USAGE;
  }
}

function startsWith(args: readonly string[], words: readonly string[]): boolean {
  return words.every((word, i) => args[i] === word);
}

function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  clearhour ${name.padEnd(14)}${summary}`);
  return `Usage:\n${lines.join("\n")}\n\nEach command tells more with --help.`;
}

// Run as a program, also through the link that npm makes in node_modules/.bin.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await main(process.argv.slice(2), { out: console.log, err: console.error });
}
