/**
 * Who stands behind an entry of a settlement. The ledger has the pool of the series on its other side; the settlements of
 * the same transaction say for which provider's lots it paid, and for which holder's. Pure.
 */
import type { SettlementsOfQuery } from "@clearhour/sdk/graph";
import type { Entry } from "./statement.ts";

export type SettlementFacts = SettlementsOfQuery["settlements"][number];

export interface Counterparty {
  readonly role: "Provider" | "Holder";
  readonly owner: string;
}

/** Damages, and a lot's basis where no root came, go to the holder of an assignment. */
const TO_HOLDER = ["shortfallPaid", "rootMissing"];
/** What was locked goes back to its provider; what it delivered in one transaction is added up. */
const TO_PROVIDER = ["delivered", "rootMissing"];

/** Whether settlements can tell who is behind an entry. */
export function isOfSettlement({ reason }: Pick<Entry, "reason">): boolean {
  return TO_HOLDER.includes(reason) || TO_PROVIDER.includes(reason);
}

/**
 * By id of an entry, who is behind it. An entry is left out where that is several, or unknown.
 *
 * @param entries All those of one owner.
 * @param settlements All those of the entries' transactions.
 */
export function counterpartiesOf(
  entries: readonly Entry[],
  settlements: readonly SettlementFacts[],
): Map<string, Counterparty> {
  const found = new Map<string, Counterparty>();
  const paid = Map.groupBy(settlements, (one) =>
    toHolder(one.tx, one.series.id, one.assignment.holder.owner, one.paid),
  );
  const served = Map.groupBy(settlements, ({ assignment, series, tx }) =>
    toProvider(tx, series.id, assignment.provider.owner),
  );
  const isTo = (reasons: readonly string[]) => entries.filter(({ reason }) => reasons.includes(reason));

  const received = Map.groupBy(isTo(TO_HOLDER), ({ amount, reference, to, tx }) =>
    toHolder(tx, reference, to.owner, amount),
  );
  for (const [key, same] of received) {
    const providers = (paid.get(key) ?? []).map(({ assignment }) => assignment.provider.owner);
    const [only] = providers;
    const isOne = providers.every((provider) => provider === only);
    // Equal amounts of several providers: which of them came from whom makes no difference.
    if (!isOne && providers.length !== same.length) continue;
    for (const [i, { id }] of same.entries()) {
      const owner = isOne ? only : providers[i];
      if (owner !== undefined) found.set(id, { role: "Provider", owner });
    }
  }
  for (const { id, reference, to, tx } of isTo(TO_PROVIDER)) {
    const holders = (served.get(toProvider(tx, reference, to.owner)) ?? []).map(({ assignment }) => assignment.holder);
    const [only, ...others] = new Set(holders.map(({ owner }) => owner));
    if (only !== undefined && others.length === 0 && !found.has(id)) found.set(id, { role: "Holder", owner: only });
  }
  return found;
}

/** A series as the subgraph's id or as a number. */
function toProvider(tx: string, series: string, owner: string): string {
  return [tx, BigInt(series), owner.toLowerCase()].join(" ");
}

function toHolder(tx: string, series: string, owner: string, amount: string): string {
  return `${toProvider(tx, series, owner)} ${amount}`;
}
