import type { Abi, Address, ContractEventArgs, ContractEventName, GetContractEventsReturnType } from "viem";
import { getBlockNumber, getContractEvents } from "viem/actions";
import { InvalidRangeError } from "../../errors/input.ts";
import { toClearhourError } from "../../errors/translate.ts";
import type { ClearhourClient, DeploymentParameter } from "./types.ts";

/** Which blocks to read. */
export type BlockRangeParameters = {
  /** The first block; the deployment's by default. */
  readonly fromBlock?: bigint | undefined;
  /** The last block; the latest one by default. */
  readonly toBlock?: bigint | undefined;
  /** Blocks of one request, at least 1; 10,000 by default, which public endpoints still serve. */
  readonly chunk?: bigint | undefined;
};

const CHUNK = 10_000n;

/** The events of one name that a contract emitted, in their order, read in chunks of blocks. */
export async function getEvents<const abi extends Abi, name extends ContractEventName<abi>>(
  client: ClearhourClient,
  { deployment, fromBlock = deployment.block, toBlock, chunk = CHUNK }: DeploymentParameter & BlockRangeParameters,
  event: {
    readonly abi: abi;
    readonly address: Address;
    readonly eventName: name;
    readonly args?: ContractEventArgs<abi, name> | undefined;
  },
): Promise<GetContractEventsReturnType<abi, name, true>> {
  if (chunk < 1n) throw new InvalidRangeError(`a chunk has ${chunk} blocks`);
  try {
    const last = toBlock ?? (await getBlockNumber(client, { cacheTime: 0 }));
    if (fromBlock > last && toBlock !== undefined)
      throw new InvalidRangeError(`it ends before it begins (${fromBlock})`);
    const events: unknown[] = [];
    for (let from = fromBlock; from <= last; from += chunk) {
      const to = from + chunk - 1n < last ? from + chunk - 1n : last;
      events.push(
        ...(await getContractEvents(client, { ...event, fromBlock: from, toBlock: to, strict: true } as never)),
      );
    }
    return events as never;
  } catch (error) {
    throw toClearhourError(error, event);
  }
}
