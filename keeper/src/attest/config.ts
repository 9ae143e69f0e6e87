import { type EndpointConfig, endpointFields, type Field, SHARED_FIELDS, type SharedConfig } from "../config/fields.ts";

/** What `attest` needs. */
export interface AttestConfig extends SharedConfig, EndpointConfig {
  readonly role: "first" | "second";
  readonly peers: string;
  readonly sources: string;
  readonly dataDir: string;
  readonly challengeMs: number;
  readonly upkeep: boolean;
}

export const ATTEST_FIELDS = {
  ...SHARED_FIELDS,
  role: {
    type: "string",
    enum: ["first", "second"],
    default: "first",
    value: "ROLE",
    help: "the set that the signing account is in: first signs meter roots, second decides disputes",
  },
  peers: {
    type: "string",
    pattern: "^(https?://[^\\s,]+(,https?://[^\\s,]+)*)?$",
    default: "",
    value: "URLS",
    help: "endpoints of the other oracles of the set, separated by commas",
  },
  sources: {
    type: "string",
    pattern: "^(https?://[^\\s,]+(,https?://[^\\s,]+)*)?$",
    default: "",
    value: "URLS",
    help: "second set only: endpoints of the first set, to get evidence of disputed readings from",
  },
  ...endpointFields("address at which peers and holders reach it"),
  dataDir: { type: "string", pattern: "\\S", value: "FOLDER", help: "where evidence is kept" },
  challengeMs: {
    type: "integer",
    minimum: 100,
    maximum: 60_000,
    default: 5_000,
    value: "MS",
    help: "how long an endpoint may take to answer, milliseconds",
  },
  upkeep: {
    type: "boolean",
    default: true,
    help: "commit, fix shifts, settle, release, default and compensate for anyone: settling earns tips",
  },
} as const satisfies Record<keyof AttestConfig, Field>;
