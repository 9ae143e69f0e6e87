/** How an assignment's hour is read, from what the chain says of its product. */
import type { BlockRangeParameters } from "../actions/internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../actions/internal/types.ts";
import { type GetOracleSetReturnType, getOracleSet } from "../actions/meter/getOracleSet.ts";
import { getProduct } from "../actions/products/getProduct.ts";
import { getSpec } from "../actions/products/getSpec.ts";
import { type MeterRules, meterRules } from "../meter/rules.ts";
import { parseSpec } from "../spec/parse.ts";

export type HourRules = MeterRules & {
  /** Who reads hours, and who decides disputes; undefined where nobody has registered the set. */
  readonly first: GetOracleSetReturnType | undefined;
  readonly second: GetOracleSetReturnType | undefined;
};

/**
 * How the hours of a product are read: the rules that follow from its terms and its spec, and its two oracle sets.
 *
 * @returns `terms` as `HourWatch` takes them; a set is undefined while nobody has registered it.
 * @throws {SpecError} when what was listed is no spec: such hours are served and read by nobody.
 * @throws {UnknownProductError} when no product has this id.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getHourRules(
  client: ClearhourClient,
  parameters: DeploymentParameter & BlockRangeParameters & { readonly product: number },
): Promise<HourRules> {
  const { deployment, product } = parameters;
  const { delivery, oracles } = await getProduct(client, { deployment, product });
  const [{ spec }, first, second] = await Promise.all([
    getSpec(client, parameters),
    getOracleSet(client, { deployment, id: oracles.oracleSet }),
    getOracleSet(client, { deployment, id: oracles.secondSet }),
  ]);
  return { ...meterRules(delivery.period, parseSpec(spec)), first, second };
}
