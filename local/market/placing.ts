/** How a participant's orders come to the chain: it places them itself, or signs them for a relay. */
import {
  type BlockToPlace,
  type ClearhourClient,
  type Deployment,
  type OrderRefusedEvent,
  type PlacedOrder,
  placeBlocksSync,
  placeOrdersSync,
  relayBlocksSync,
  relayOrdersSync,
  type SignedBlockOrder,
  type SignedOrder,
  signBlockOrder,
  signOrder,
} from "@clearhour/sdk";

/**
 * More than any transaction of a participant takes. An estimate would count on the transactions that wait to be mined, of
 * which some may come later: then the first order at a tick, or the first to schedule an hour, pays for what the estimate
 * left to another.
 */
export const GAS = 6_000_000n;

/** Resolves once the orders are placed. What happens in an auction after `deadline`, unix seconds, is of no use. */
export interface Placing {
  hourly(orders: readonly PlacedOrder[], deadline: bigint): Promise<void>;
  /** Strips and blocks. */
  blocks(orders: readonly BlockToPlace[], deadline: bigint): Promise<void>;
}

/** An account that places what others have signed, and pays the gas. */
export interface Relay {
  hourly(orders: readonly SignedOrder[]): Promise<void>;
  blocks(orders: readonly SignedBlockOrder[]): Promise<void>;
}

/** By the account of the client itself. */
export function directly(client: ClearhourClient, deployment: Deployment): Placing {
  return {
    async hourly(orders) {
      await placeOrdersSync(client, { deployment, orders, gas: GAS });
    },
    async blocks(orders) {
      await placeBlocksSync(client, { deployment, orders, gas: GAS });
    },
  };
}

/** The account of the client only signs. */
export function signing(client: ClearhourClient, deployment: Deployment, relay: Relay): Placing {
  return {
    async hourly(orders, deadline) {
      await relay.hourly(await Promise.all(orders.map((order) => signOrder(client, { deployment, order, deadline }))));
    },
    async blocks(orders, deadline) {
      const signed = orders.map((order) => signBlockOrder(client, { deployment, order, deadline }));
      await relay.blocks(await Promise.all(signed));
    },
  };
}

/** @param client whose account pays; nobody else may send transactions of it meanwhile */
export function openRelay(client: ClearhourClient, deployment: Deployment): Relay {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (place: () => Promise<{ refused: readonly OrderRefusedEvent[] }>): Promise<void> => {
    const placed = last.then(place).then(({ refused: [first] }) => {
      if (first !== undefined) throw first.error ?? new Error(`the relay left an order out: ${first.refusal}`);
    });
    last = placed.catch(() => undefined);
    return placed;
  };
  return {
    hourly: (orders) => inTurn(() => relayOrdersSync(client, { deployment, orders, gas: GAS })),
    blocks: (orders) => inTurn(() => relayBlocksSync(client, { deployment, orders, gas: GAS })),
  };
}
