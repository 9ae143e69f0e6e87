import { type Field, SHARED_FIELDS, type SharedConfig } from "../config/fields.ts";

/** What `solve` needs. */
export interface SolveConfig extends SharedConfig {
  readonly upkeep: boolean;
  readonly dataDir: string;
  readonly solveSeconds: number;
}

export const SOLVE_FIELDS = {
  ...SHARED_FIELDS,
  upkeep: {
    type: "boolean",
    default: true,
    help: "collect hidden orders of others and close out unscheduled positions: paid for in gas, not rewarded",
  },
  dataDir: {
    type: "string",
    pattern: "\\S",
    default: "clearhour-solve",
    value: "FOLDER",
    help: "where solutions are kept between commitment and reveal; losing it costs their deposits",
  },
  solveSeconds: {
    type: "integer",
    minimum: 1,
    maximum: 86_400,
    default: 600,
    value: "SECONDS",
    help: "longest search for a solution of an auction with strips or blocks",
  },
} as const satisfies Record<keyof SolveConfig, Field>;
