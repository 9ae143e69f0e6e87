#!/usr/bin/env node
import { BaseError } from "@clearhour/sdk";
import { COMMANDS } from "./commands.ts";
import { programHelp } from "./config/help.ts";
import { InvalidConfigError, SecretError, UnknownCommandError, UnreadableFileError } from "./errors.ts";

/** Exit codes: 1 when something failed, 2 when the program was called wrongly. */
async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === "--help" || name === "-h") {
    console.log(programHelp(Object.entries(COMMANDS).map(([each, { summary }]) => ({ name: each, summary }))));
    process.exitCode = name === undefined ? 2 : 0;
    return;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new UnknownCommandError(name, Object.keys(COMMANDS));
  const run = command.prepare(args);
  if (run === undefined) return console.log(command.help());
  await run();
}

const MISUSE = [UnknownCommandError, InvalidConfigError, UnreadableFileError, SecretError];

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BaseError ? error.message : error);
  process.exitCode = MISUSE.some((kind) => error instanceof kind) ? 2 : 1;
}
