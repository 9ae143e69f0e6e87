import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { Ajv, type ErrorObject } from "ajv";
import { InvalidConfigError, UnreadableFileError } from "../errors.ts";
import { type Field, type Fields, flagOf } from "./fields.ts";

type Values = Record<string, unknown>;

/**
 * The configuration of a command: flags come before the file that `--config` names, that before defaults.
 * `undefined` when help was asked for. Paths in the file are relative to it, paths in flags to the working directory.
 *
 * @throws {InvalidConfigError} when a value is missing, unknown, or makes no sense: all problems at once.
 * @throws {UnreadableFileError} when the configuration file cannot be read or is no JSON object.
 */
export function loadConfig<Config>(fields: Fields, args: readonly string[]): Config | undefined {
  const { help, config: path, ...flags } = readFlags(fields, args);
  if (help === true) return undefined;
  const file = path === undefined ? {} : readFile(String(path));
  const values = { ...file, ...flags };
  validate(fields, values);
  return values as Config;
}

function readFlags(fields: Fields, args: readonly string[]): Values {
  const known = Object.entries(fields);
  const options = Object.fromEntries(
    known.map(([key, { type }]) => [flagOf(key), { type: type === "boolean" ? "boolean" : "string" } as const]),
  );
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, config: { type: "string" }, help: { type: "boolean", short: "h" } },
      allowNegative: true,
    });
    const { config, help } = values;
    const given = known.flatMap(([key, field]) => {
      const value = values[flagOf(key) as keyof typeof values];
      return value === undefined ? [] : [[key, fromText(field, value)]];
    });
    return { ...Object.fromEntries(given), ...(config !== undefined && { config }), ...(help && { help }) };
  } catch (cause) {
    const [reason] = String((cause as Error).message).split(/\. |\n/);
    throw new InvalidConfigError([String(reason)], { cause, details: "--help lists the flags" });
  }
}

/** What is no integer stays a text, so that the validator names it. */
function fromText({ type }: Field, text: string | boolean): unknown {
  return type === "integer" && /^-?\d+$/.test(String(text)) ? Number(text) : text;
}

function readFile(path: string): Values {
  const values = readJson("configuration file", path);
  const { deployment } = values;
  return typeof deployment === "string" ? { ...values, deployment: resolve(dirname(path), deployment) } : values;
}

/** Reads a JSON object. Throws {@link UnreadableFileError} where there is none. */
export function readJson(what: string, path: string): Values {
  try {
    const values: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return values as Values;
  } catch (cause) {
    const syntax = cause instanceof SyntaxError;
    throw new UnreadableFileError(what, path, syntax ? "it is no JSON" : "it cannot be read", { cause });
  }
  throw new UnreadableFileError(what, path, "it is no JSON object");
}

/** Checks the values and fills defaults in. */
function validate(fields: Fields, values: Values): void {
  const ajv = new Ajv({ allErrors: true, useDefaults: true, verbose: true });
  const properties = Object.entries(fields).map(([key, { help, value, ...schema }]) => [key, schema]);
  const check = ajv.compile({
    type: "object",
    properties: Object.fromEntries(properties),
    required: Object.keys(fields).filter((key) => fields[key]?.default === undefined),
    additionalProperties: false,
  });
  if (!check(values)) throw new InvalidConfigError((check.errors ?? []).map((error) => explain(fields, error)));
}

function explain(fields: Fields, { keyword, params, instancePath, data, message }: ErrorObject): string {
  if (keyword === "required") {
    const key = String(params.missingProperty);
    return `${key} is missing (--${flagOf(key)}): ${fields[key]?.help}`;
  }
  if (keyword === "additionalProperties") return `${params.additionalProperty} is unknown`;
  const key = instancePath.slice(1);
  const must = keyword === "enum" ? `must be one of ${fields[key]?.enum?.join(", ")}` : message;
  return `${key} ${must}, not ${JSON.stringify(data)}: ${fields[key]?.help}`;
}
