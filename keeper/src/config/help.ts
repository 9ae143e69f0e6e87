import { type Field, type Fields, flagOf } from "./fields.ts";
import { METER_KEY, PRIVATE_KEY } from "./secrets.ts";

/** One command in the list of all. */
export interface CommandSummary {
  readonly name: string;
  readonly summary: string;
}

/** What the program says of itself. */
export function programHelp(commands: readonly CommandSummary[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "Usage: clearhour-keeper COMMAND [flags]",
    "",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    "",
    "`clearhour-keeper COMMAND --help` lists the flags of a command.",
  ].join("\n");
}

/** What the program says of one command. */
export function commandHelp({ name, summary }: CommandSummary, fields: Fields): string {
  const rows = [
    ["--config FILE", "JSON file with any of the fields below, named as in parentheses"],
    ...Object.entries(fields).map(([key, field]) => [flagText(key, field), describe(key, field)]),
    ["--help", "this text"],
  ] as const;
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    `Usage: clearhour-keeper ${name} [flags]`,
    "",
    summary,
    "",
    ...rows.map(([flag, text]) => `  ${flag.padEnd(width)}  ${text}`),
    "",
    `The environment variable ${PRIVATE_KEY} holds the key that signs.`,
    ...(name === "provide" ? [`${METER_KEY} holds the one that signs samples, if that is another.`] : []),
  ].join("\n");
}

function flagText(key: string, field: Field): string {
  if (field.type === "boolean") return field.default === true ? `--no-${flagOf(key)}` : `--${flagOf(key)}`;
  return `--${flagOf(key)} ${field.value}`;
}

function describe(key: string, field: Field): string {
  const preset = field.default === undefined ? "required" : `default ${field.default}`;
  return `${field.help} (${key}, ${preset})`;
}
