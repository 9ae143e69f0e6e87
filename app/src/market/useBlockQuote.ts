import {
  type BlockToPlace,
  type CurrentAuction,
  checkBlocks,
  getBalance,
  getFreeBlockSlots,
  getPositions,
  type OrderSide,
  type QuoteBlockReturnType,
  quoteBlock,
  seriesId,
} from "@clearhour/sdk";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import type { Wallet } from "../wallet/useWallet.ts";
import type { BlockShape } from "./blockInput.ts";

const EVERY_MS = 5_000;

export interface AskedBlock {
  readonly wallet: Wallet;
  readonly auction: CurrentAuction;
  readonly product: number;
  /** The first one. */
  readonly hour: number;
  readonly side: OrderSide;
  /** `undefined` while something is wrong with what was typed. */
  readonly shape: BlockShape | undefined;
  /** Limit on the average, quote units per lot. */
  readonly price: bigint | undefined;
}

export interface QuotedBlock {
  readonly quote: QuoteBlockReturnType;
  /** What would be signed. */
  readonly order: BlockToPlace;
  /** Why the contract would refuse it. */
  readonly lack: unknown;
}

/** What a strip or block would take now, and whether the contract would take it. */
export function useBlockQuote({ auction, hour, price, product, shape, side, wallet }: AskedBlock) {
  const { client, deployment } = useExchange();
  const { accountId, address } = wallet;
  const series = seriesId(product, hour);
  return useFresh({
    key: ["block quote", accountId, auction.auction, auction.state, series, side, price, JSON.stringify(shape)],
    read: async (): Promise<QuotedBlock> => {
      if (shape === undefined || price === undefined) throw new Error("asked without an order");
      const input = { auction: auction.auction, series, side, price, ...shape };
      const [quote, [slot = 0]] = await Promise.all([
        quoteBlock(client, { deployment, accountId, ...input }),
        getFreeBlockSlots(client, { deployment, accountId }),
      ]);
      // What is shown is what is signed: where its place has become dearer meanwhile, the order is refused.
      const order: BlockToPlace = { ...input, slot, maxFee: quote.placeFee };
      const lack = await checkBlocks(client, { deployment, account: address, accountId, orders: [order] }).then(
        () => undefined,
        (error: unknown) => error,
      );
      return { quote, order, lack };
    },
    every: EVERY_MS,
    enabled: shape !== undefined && price !== undefined,
  });
}

/** Free cash, and the lots held in each of some hours: the fewest of them. */
export function useHeld(wallet: Wallet, product: number, hour: number, count: number) {
  const { client, deployment } = useExchange();
  const { accountId } = wallet;
  return useFresh({
    key: ["held in hours", accountId, product, hour, count],
    read: async () => {
      const [cash, positions] = await Promise.all([
        getBalance(client, { deployment, accountId }),
        getPositions(client, { deployment, accountId, product, fromHour: hour, toHour: hour + count }),
      ]);
      return { cash, lots: Math.max(0, Math.min(...positions.map(({ lots }) => lots))) };
    },
    enabled: count > 0,
  }).data;
}
