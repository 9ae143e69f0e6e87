import { productsAbi } from "../../generated/productsAbi.ts";
import { type PriceInput, priceToTicks } from "../../orders/prices.ts";
import { read } from "./read.ts";
import type { ClearhourClient, DeploymentParameter } from "./types.ts";

/** The same orders with their limits in ticks. Reads the tick sizes only where an order's limit is a price. */
export async function pricesToTicks<order extends { readonly series: bigint } & PriceInput>(
  client: ClearhourClient,
  { deployment, orders }: DeploymentParameter & { readonly orders: readonly order[] },
): Promise<(order & { readonly ticks: number })[]> {
  const products = new Set(orders.filter(({ price }) => price !== undefined).map(({ series }) => series >> 32n));
  const sizes = new Map(
    await Promise.all(
      [...products].map(async (product) => [product, await tickSizeOf(client, { deployment, product })] as const),
    ),
  );
  return orders.map((order) => {
    const { price, ticks } = order;
    return { ...order, ticks: price === undefined ? ticks : priceToTicks(price, sizes.get(order.series >> 32n) ?? 1n) };
  });
}

/** An order's limit in ticks. Reads the tick size only where it is a price. */
export async function ticksOf(
  client: ClearhourClient,
  { deployment, order }: DeploymentParameter & { readonly order: { readonly series: bigint } & PriceInput },
): Promise<number> {
  if (order.price === undefined) return order.ticks;
  return priceToTicks(order.price, await tickSizeOf(client, { deployment, product: order.series >> 32n }));
}

async function tickSizeOf(
  client: ClearhourClient,
  { deployment, product }: DeploymentParameter & { readonly product: bigint },
): Promise<bigint> {
  const { tickSize } = await read(client, {
    abi: productsAbi,
    address: deployment.products,
    functionName: "tradeTerms",
    args: [Number(product)],
  });
  return tickSize;
}
