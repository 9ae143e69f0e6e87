import type { Hex } from "viem";
import { encodeList } from "../../blocks/record.ts";
import { getBlockList } from "../blocks/getBlockList.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";

/** The bytes of an auction's list, from the chain's logs. Throws as `getBlockList`. */
export async function listBytes(
  client: ClearhourClient,
  parameters: DeploymentParameter & { readonly auction: bigint },
): Promise<Hex> {
  const entries = await getBlockList(client, parameters);
  return encodeList(entries.map(({ record }) => record));
}
