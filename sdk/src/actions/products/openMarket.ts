import { type Hash, parseEventLogs, type TransactionReceipt } from "viem";
import { MissingEventError } from "../../errors/chain.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { LaneParameters, MarketParams } from "../../products/types.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type OpenMarketArguments = {
  /** 1 to 8 products that the signer listed, all with the same delivery period, in no other market. */
  readonly products: readonly number[];
  /** 1 to 8 lanes, from the longest lead to the shortest; the last one has window and stride 1. */
  readonly lanes: readonly LaneParameters[];
  readonly params: MarketParams;
};

export type OpenMarketParameters = DeploymentParameter & WriteParameters & OpenMarketArguments;

export type OpenMarketReturnType = {
  readonly market: number;
  /** The id of the first lane; the others follow. */
  readonly firstLane: number;
  readonly receipt: TransactionReceipt;
};

export type OpenMarketErrorType = WriteErrorType;

/**
 * Opens a market over products. It can never change.
 *
 * @returns The transaction's hash.
 * @throws {InvalidMarketError} when a parameter is outside of its range.
 * @throws {NotListerError} when the signer did not list a product.
 * @throws {InMarketError} when a product trades in a market already.
 */
export async function openMarket(client: ClearhourClient, parameters: OpenMarketParameters): Promise<Hash> {
  return await write(client, parameters, openMarket.call(parameters));
}

/** As `openMarket`, waits until it is mined, and returns the market's id. */
export async function openMarketSync(
  client: ClearhourClient,
  parameters: OpenMarketParameters,
): Promise<OpenMarketReturnType> {
  const receipt = await writeSync(client, parameters, openMarket.call(parameters));
  return { ...openMarket.extractEvent(receipt), receipt };
}

/** The contract call alone. */
openMarket.call = (
  parameters: DeploymentParameter & OpenMarketArguments,
): ContractCall<typeof productsAbi, "openMarket"> => ({
  abi: productsAbi,
  address: parameters.deployment.products,
  functionName: "openMarket",
  args: [parameters.products, parameters.lanes, parameters.params],
});

/** The market that a transaction opened. */
openMarket.extractEvent = ({ logs }: TransactionReceipt): { readonly market: number; readonly firstLane: number } => {
  const [opened] = parseEventLogs({ abi: productsAbi, eventName: "MarketOpened", logs });
  if (opened === undefined) throw new MissingEventError("MarketOpened");
  return { market: opened.args.market, firstLane: opened.args.firstLane };
};
