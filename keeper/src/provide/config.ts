import { type EndpointConfig, endpointFields, type Field, SHARED_FIELDS, type SharedConfig } from "../config/fields.ts";

/** What `provide` needs. */
export interface ProvideConfig extends SharedConfig, EndpointConfig {
  readonly dataDir: string;
  readonly desk: number;
  readonly oracles: string;
  readonly sampleSeconds: number;
  readonly restartSeconds: number;
  readonly cpuShare: number;
  readonly synthetic: boolean;
  readonly upkeep: boolean;
}

export const PROVIDE_FIELDS = {
  ...SHARED_FIELDS,
  ...endpointFields("address of the endpoint that is registered on-chain"),
  dataDir: { type: "string", pattern: "\\S", value: "FOLDER", help: "where samples and receipts are kept" },
  desk: {
    type: "integer",
    minimum: 0,
    maximum: 65_535,
    default: 0,
    value: "NUMBER",
    help: "desk of the signing account that is the provider",
  },
  oracles: {
    type: "string",
    pattern: "^(https?://[^\\s,]+(,https?://[^\\s,]+)*)?$",
    default: "",
    value: "URLS",
    help: "oracles to get readings from, separated by commas",
  },
  sampleSeconds: {
    type: "integer",
    minimum: 0,
    maximum: 86_400,
    default: 0,
    value: "SECONDS",
    help: "time between two samples; 0 is a sixtieth of the delivery period; longer where oracles would not keep so much",
  },
  restartSeconds: {
    type: "integer",
    minimum: 0,
    maximum: 86_400,
    default: 0,
    value: "SECONDS",
    help: "wait before a job that ended is started again, doubled each time; 0 is a twelfth of the delivery period",
  },
  cpuShare: {
    type: "integer",
    minimum: 1,
    maximum: 100,
    default: 100,
    value: "PERCENT",
    help: "how much of each core a job may use",
  },
  synthetic: {
    type: "boolean",
    default: false,
    help: "serve made-up GPU figures, marked as such, for products with accelerators",
  },
  upkeep: {
    type: "boolean",
    default: true,
    help: "commit what the provider owes, fix shifts, settle and release its lots",
  },
} as const satisfies Record<keyof ProvideConfig, Field>;
