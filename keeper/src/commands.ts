import { ATTEST_FIELDS, type AttestConfig } from "./attest/config.ts";
import { Oracle } from "./attest/oracle.ts";
import { CLEAR_HELP, prepareClear } from "./clearing/command.ts";
import type { Fields, SharedConfig } from "./config/fields.ts";
import { commandHelp } from "./config/help.ts";
import { loadConfig } from "./config/load.ts";
import { meterSignerFrom, signerFrom } from "./config/secrets.ts";
import { PROVIDE_FIELDS, type ProvideConfig } from "./provide/config.ts";
import { Provider } from "./provide/provider.ts";
import { type Role, runService, type Tools } from "./runtime/service.ts";
import { abortOnSignals } from "./runtime/signals.ts";
import { SOLVE_FIELDS, type SolveConfig } from "./solve/config.ts";
import { Solver } from "./solve/solver.ts";

/** A command of the program. */
export interface Command {
  readonly summary: string;
  help(): string;
  /** Reads flags and configuration. `undefined` where help was asked for. */
  prepare(args: readonly string[]): (() => Promise<void>) | undefined;
}

/** A command that runs until a signal comes. */
export interface Service extends Command {
  readonly fields: Fields;
}

export const SERVICES: Readonly<Record<string, Service>> = {
  solve: service<SolveConfig>({
    name: "solve",
    summary: "clear auctions and keep their market healthy",
    fields: SOLVE_FIELDS,
    createRole: (tools, config) => new Solver(tools, config),
  }),
  provide: service<ProvideConfig>({
    name: "provide",
    summary: "deliver and meter what a provider has sold",
    fields: PROVIDE_FIELDS,
    createRole: (tools, config) => new Provider(tools, config, meterSignerFrom(process.env, tools.connection.account)),
  }),
  attest: service<AttestConfig>({
    name: "attest",
    summary: "check what is delivered and sign what it comes to, as one of a set of oracles",
    fields: ATTEST_FIELDS,
    createRole: (tools, config) => new Oracle(tools, config),
  }),
};

export const COMMANDS: Readonly<Record<string, Command>> = {
  ...SERVICES,
  clear: {
    summary: "clear a book of orders from a file, offline",
    help: () => CLEAR_HELP,
    prepare: prepareClear,
  },
};

function service<Config extends SharedConfig>(parameters: {
  readonly name: string;
  readonly summary: string;
  readonly fields: Record<keyof Config, Fields[string]>;
  readonly createRole: (tools: Tools, config: Config) => Role;
}): Service {
  const { name, summary, fields, createRole } = parameters;
  return {
    summary,
    fields,
    help: () => commandHelp({ name, summary }, fields),
    prepare(args) {
      const config = loadConfig<Config>(fields, args);
      if (config === undefined) return undefined;
      return () => runService({ name, config, createRole, signer: signerFrom(process.env), signal: abortOnSignals() });
    },
  };
}
