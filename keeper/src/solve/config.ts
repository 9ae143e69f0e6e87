import { type Field, SHARED_FIELDS, type SharedConfig } from "../config/fields.ts";

/** What `solve` needs. */
export interface SolveConfig extends SharedConfig {
  readonly upkeep: boolean;
}

export const SOLVE_FIELDS = {
  ...SHARED_FIELDS,
  upkeep: {
    type: "boolean",
    default: true,
    help: "collect hidden orders of others and close out unscheduled positions: paid for in gas, not rewarded",
  },
} as const satisfies Record<keyof SolveConfig, Field>;
