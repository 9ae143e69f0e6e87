import type { PrivateKeyAccount } from "viem";
import { ATTEST_FIELDS, type AttestConfig } from "./attest/config.ts";
import { Oracle } from "./attest/oracle.ts";
import type { Fields, SharedConfig } from "./config/fields.ts";
import { loadConfig } from "./config/load.ts";
import { meterSignerFrom } from "./config/secrets.ts";
import { PROVIDE_FIELDS, type ProvideConfig } from "./provide/config.ts";
import { Provider } from "./provide/provider.ts";
import { type Role, runService, type Tools } from "./runtime/service.ts";
import { SOLVE_FIELDS, type SolveConfig } from "./solve/config.ts";
import { Solver } from "./solve/solver.ts";

/** A command of the program. */
export interface Command {
  readonly summary: string;
  readonly fields: Fields;
  /** Reads the configuration; what it returns runs until the signal comes. `undefined` where help was asked for. */
  prepare(args: readonly string[]): ((signer: PrivateKeyAccount, signal: AbortSignal) => Promise<void>) | undefined;
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  solve: command<SolveConfig>({
    name: "solve",
    summary: "clear auctions and keep their market healthy",
    fields: SOLVE_FIELDS,
    createRole: (tools, config) => new Solver(tools, config),
  }),
  provide: command<ProvideConfig>({
    name: "provide",
    summary: "deliver and meter what a provider has sold",
    fields: PROVIDE_FIELDS,
    createRole: (tools, config) => new Provider(tools, config, meterSignerFrom(process.env, tools.connection.account)),
  }),
  attest: command<AttestConfig>({
    name: "attest",
    summary: "check what is delivered and sign what it comes to, as one of a set of oracles",
    fields: ATTEST_FIELDS,
    createRole: (tools, config) => new Oracle(tools, config),
  }),
};

function command<Config extends SharedConfig>(parameters: {
  readonly name: string;
  readonly summary: string;
  readonly fields: Record<keyof Config, Fields[string]>;
  readonly createRole: (tools: Tools, config: Config) => Role;
}): Command {
  const { name, summary, fields, createRole } = parameters;
  return {
    summary,
    fields,
    prepare(args) {
      const config = loadConfig<Config>(fields, args);
      return config && ((signer, signal) => runService({ name, config, signer, createRole, signal }));
    },
  };
}
