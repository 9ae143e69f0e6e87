/** The facts of products and of their hours, from the journal. */
import { type AccountId, parseSeriesId } from "@clearhour/sdk";
import { slotAccess } from "@clearhour/sdk/access";
import { meterRules } from "@clearhour/sdk/meter";
import { parseSpec, type Spec, SpecError } from "@clearhour/sdk/spec";
import { type Address, type Hex, hexToBytes } from "viem";
import type { HourFacts, ListedProduct, OracleSetFacts, ProductFacts, SlotFacts } from "./facts.ts";
import type { Entry, Journal } from "./journal.ts";
import type { SeriesBook } from "./seriesBook.ts";

export class Catalogue {
  readonly #journal: Pick<Journal, "epoch" | "of">;
  #read = "";
  #products = new Map<number, ListedProduct | ProductFacts>();
  #providers: ReadonlySet<AccountId> = new Set();
  /** Hours by the books that they follow from, since endpoints changed last. */
  #hours = new WeakMap<SeriesBook, HourFacts>();

  constructor(journal: Pick<Journal, "epoch" | "of">) {
    this.#journal = journal;
  }

  product(id: number): ListedProduct | undefined {
    return this.#current().get(id);
  }

  /** Accounts that are providers. */
  providers(): ReadonlySet<AccountId> {
    this.#current();
    return this.#providers;
  }

  /**
   * A series' hour; undefined while its shift is not fixed, and where what was listed is no spec: nobody can say what
   * was to be delivered, so nobody serves or reads it, and it ends without a root. The same one for the same book
   * while it stays the same.
   */
  hour(book: SeriesBook): HourFacts | undefined {
    this.#current();
    const known = this.#hours.get(book) ?? this.#hourOf(book);
    if (known) this.#hours.set(book, known);
    return known;
  }

  #hourOf({ assignments, commitments, nominations, series }: SeriesBook): HourFacts | undefined {
    const { hour, product: id } = parseSeriesId(series);
    const product = this.#current().get(id);
    if (product === undefined || !("spec" in product) || assignments === undefined) return undefined;
    const { gateClosure, period } = product.terms.delivery;
    const gate = BigInt(hour * period - gateClosure);
    const slots = assignments.pairs.flatMap(({ commitment, lots, nomination }): SlotFacts[] => {
      const provider = commitments[commitment]?.account;
      const nominated = nominations[nomination];
      if (provider === undefined || nominated === undefined) return [];
      const { account: holder, accessKey } = nominated;
      const access = slotAccess(accessKey, provider, this.#endpointOf(provider, id, gate));
      const assignment = { product: id, hour, commitment, nomination };
      return [{ assignment, lots, provider, holder, accessKey, ...access }];
    });
    return { product, hour, series, start: hour * period * 1000, end: (hour + 1) * period * 1000, slots };
  }

  /** As it was registered last when the gate closed, so that all read the hour by the same meter key. */
  #endpointOf(account: AccountId, product: number, gate: bigint): string | undefined {
    return this.#journal
      .of("CapacityRegistered")
      .findLast(({ args, time }) => args.account === account && args.product === product && time < gate)?.args.endpoint;
  }

  #current(): Map<number, ListedProduct | ProductFacts> {
    const names = ["OracleSetRegistered", "ProductListed", "ProviderEnrolled", "CapacityRegistered"] as const;
    const read = [this.#journal.epoch, ...names.map((name) => this.#journal.of(name).length)].join();
    if (this.#read !== read) {
      const sets = new Map(this.#journal.of("OracleSetRegistered").map(({ args }) => [args.id, toSet(args)]));
      this.#products = new Map(
        this.#journal.of("ProductListed").map((entry) => [entry.args.product, toProduct(entry, sets)]),
      );
      this.#providers = new Set(this.#journal.of("ProviderEnrolled").map(({ args }) => args.account));
      this.#hours = new WeakMap();
      this.#read = read;
    }
    return this.#products;
  }
}

function toSet({ members, quorum }: { members: readonly Address[]; quorum: number }): OracleSetFacts {
  return { members, quorum };
}

function toProduct(
  { args }: Entry<"ProductListed">,
  sets: ReadonlyMap<Hex, OracleSetFacts>,
): ListedProduct | ProductFacts {
  const { product, terms } = args;
  const { oracleSet, secondSet } = terms.oracles;
  const listed = { product, terms, first: sets.get(oracleSet), second: sets.get(secondSet) };
  const spec = specOrNone(args.spec);
  return spec ? { ...listed, spec, rules: meterRules(terms.delivery.period, spec) } : listed;
}

/** Nothing checks on-chain that it is one. */
function specOrNone(spec: Hex): Spec | undefined {
  try {
    return parseSpec(hexToBytes(spec));
  } catch (error) {
    if (error instanceof SpecError) return undefined;
    throw error;
  }
}
