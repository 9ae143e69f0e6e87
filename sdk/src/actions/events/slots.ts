import type { Hash } from "viem";
import type { AccountId } from "../../ledger/account.ts";

type At = { readonly blockNumber: bigint; readonly transactionHash: Hash };

/** An order that came into a slot, or what collecting one took out of it. */
export type SlotEvent<order, collected> = At & {
  readonly logIndex: number;
  readonly accountId: AccountId;
  readonly slot: bigint;
} & ({ readonly order: order } | { readonly collected: collected });

/** An order as it was placed, and what collecting it gave. */
export type SlotRecord<order, collected> = At & {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly order: order;
  /** `undefined` while it has not been collected. */
  readonly collected: (collected & At) | undefined;
};

/** Orders with what collecting them gave, the oldest first. */
export function recordsOf<order, collected>(
  events: readonly SlotEvent<order, collected>[],
): SlotRecord<order, collected>[] {
  const records: Mutable<SlotRecord<order, collected>>[] = [];
  // A slot holds one order at a time: what leaves it is what came last.
  const slots = new Map<string, Mutable<SlotRecord<order, collected>>>();
  for (const event of events.toSorted((a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex)) {
    const { accountId, blockNumber, slot, transactionHash } = event;
    const key = `${accountId}.${slot}`;
    if ("order" in event) {
      const record = { accountId, slot, order: event.order, blockNumber, transactionHash, collected: undefined };
      slots.set(key, record);
      records.push(record);
    } else {
      const record = slots.get(key);
      if (record) record.collected = { ...event.collected, blockNumber, transactionHash };
    }
  }
  return records;
}

type Mutable<T> = { -readonly [field in keyof T]: T[field] };
