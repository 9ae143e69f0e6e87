/** What can be configured. A field is a key of the configuration file and a flag of the command line. */

/** One field. A flag's name is the key in kebab case; a boolean that is true by default is turned off by `--no-…`. */
export interface Field {
  readonly type: "string" | "integer" | "boolean";
  /** What it is, for `--help`. */
  readonly help: string;
  /** Stands for the value in `--help`; booleans have none. */
  readonly value?: string;
  readonly default?: string | number | boolean;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export type Fields = Readonly<Record<string, Field>>;

/** What every command needs. */
export interface SharedConfig {
  readonly rpcUrl: string;
  readonly deployment: string;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly logLevel: string;
  readonly pollMs: number;
}

export const SHARED_FIELDS = {
  rpcUrl: {
    type: "string",
    pattern: "^https?://\\S+$",
    value: "URL",
    help: "JSON-RPC endpoint of the chain",
  },
  deployment: {
    type: "string",
    pattern: "\\S",
    value: "FILE",
    help: "JSON file that says where the exchange is deployed",
  },
  httpHost: {
    type: "string",
    pattern: "^\\S+$",
    default: "127.0.0.1",
    value: "HOST",
    help: "address of /metrics, /health and /ready",
  },
  httpPort: {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
    default: 9464,
    value: "PORT",
    help: "their port; 0 takes any free one",
  },
  logLevel: {
    type: "string",
    enum: ["debug", "info", "warn", "error"],
    default: "info",
    value: "LEVEL",
    help: "least level that is logged: debug, info, warn or error",
  },
  pollMs: {
    type: "integer",
    minimum: 20,
    maximum: 60_000,
    default: 1_000,
    value: "MS",
    help: "milliseconds between two looks at the chain",
  },
} as const satisfies Record<keyof SharedConfig, Field>;

/** What a role needs at which others reach it; its port has no default, since they have to know it. */
export interface EndpointConfig {
  readonly endpointHost: string;
  readonly endpointPort: number;
}

/** @param help What its address is. */
export function endpointFields(help: string) {
  return {
    endpointHost: { type: "string", pattern: "^\\S+$", default: "127.0.0.1", value: "HOST", help },
    endpointPort: {
      type: "integer",
      minimum: 0,
      maximum: 65_535,
      value: "PORT",
      help: "its port; 0 takes any free one",
    },
  } as const satisfies Record<keyof EndpointConfig, Field>;
}

/** The flag of a field: `rpcUrl` is `rpc-url`. */
export function flagOf(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
