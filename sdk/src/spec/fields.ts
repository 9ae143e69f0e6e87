/**
 * The settlement terms of a product: every field, in the order of the Solidity structs, once.
 *
 * `type` is the Solidity type; `min` and `max` what the contract takes by itself; `kind` how a person writes it; `input` the
 * name under which a person does; `initial` the value of a field that is left out (a field without one is required);
 * `unit` what the integer on-chain counts.
 */
export type TermsField = {
  name: string;
  type: "uint8" | "uint16" | "uint24" | "uint32" | "uint64" | "uint80" | "uint96" | "bytes32";
  kind: "amount" | "price" | "ratio" | "duration" | "count" | "tier" | "hash";
  input: string;
  min: bigint;
  max: bigint;
  initial?: string | number;
  unit: string;
};

/** Basis points in one: ratios on-chain are whole basis points. */
export const BPS = 10_000;

/** Service tiers; the index is the value on-chain. */
export const TIERS = ["reserved", "on-demand", "interruptible"] as const;

/** The highest reference price, ticks. Prices take 24 bits in packed words. */
export const MAX_PRICE_TICKS = 2 ** 23;

const MINUTE = 60n;
const DAY = 86_400n;
const U16 = 2n ** 16n - 1n;
const U32 = 2n ** 32n - 1n;
const U64 = 2n ** 64n - 1n;
const U80 = 2n ** 80n - 1n;
const U96 = 2n ** 96n - 1n;
const U256 = 2n ** 256n - 1n;

/** The fields of `TradeTerms`, `DeliveryTerms` and `OracleTerms`. */
export const TERMS_FIELDS = {
  trade: [
    {
      name: "tickSize",
      type: "uint64",
      kind: "amount",
      input: "tickSize",
      min: 1n,
      max: U64,
      unit: "quote units per tick and lot",
    },
    {
      name: "stakePerLot",
      type: "uint80",
      kind: "amount",
      input: "stakePerLot",
      min: 0n,
      max: U80,
      unit: "quote units of stake per lot that a provider sells short",
    },
    {
      name: "capFactorBps",
      type: "uint16",
      kind: "ratio",
      input: "capFactor",
      min: BigInt(BPS),
      max: U16,
      initial: 1,
      unit: "basis points of max(k, reference at sale): the most that damages per lot come to",
    },
    {
      name: "penaltyBps",
      type: "uint16",
      kind: "ratio",
      input: "penalty",
      min: 0n,
      max: BigInt(BPS),
      initial: 0.1,
      unit: "basis points of k, owed with a shortfall",
    },
    {
      name: "providerMarginBps",
      type: "uint16",
      kind: "ratio",
      input: "providerMargin",
      min: 0n,
      max: U16,
      initial: 0.1,
      unit: "basis points of mark, locked by a provider",
    },
    {
      name: "uncoveredMarginBps",
      type: "uint16",
      kind: "ratio",
      input: "uncoveredMargin",
      min: 0n,
      max: U16,
      initial: 0.5,
      unit: "basis points of mark, locked by any other writer",
    },
    {
      name: "initialReference",
      type: "uint24",
      kind: "price",
      input: "initialReference",
      min: 1n,
      max: BigInt(MAX_PRICE_TICKS),
      unit: "ticks",
    },
    {
      name: "basisFloor",
      type: "uint24",
      kind: "price",
      input: "basisFloor",
      min: 0n,
      max: BigInt(MAX_PRICE_TICKS),
      unit: "ticks: k and mark of a short lot count as this at least, whatever it was sold for",
    },
  ],
  delivery: [
    {
      name: "period",
      type: "uint32",
      kind: "duration",
      input: "period",
      min: MINUTE,
      max: 31n * DAY,
      initial: "1h",
      unit: "seconds of one delivery period",
    },
    {
      name: "gateClosure",
      type: "uint32",
      kind: "duration",
      input: "gateClosure",
      min: 1n,
      max: U32,
      initial: "15m",
      unit: "seconds before the period when commitments and nominations close",
    },
    {
      name: "autoCommit",
      type: "uint32",
      kind: "duration",
      input: "autoCommit",
      min: 0n,
      max: U32,
      initial: "2h",
      unit: "seconds before the period from which anyone may commit for a provider; more than gateClosure",
    },
    {
      name: "rootDue",
      type: "uint32",
      kind: "duration",
      input: "rootDue",
      min: 1n,
      max: U32,
      initial: "30m",
      unit: "seconds after the period when the meter root is due",
    },
    {
      name: "challengeWindow",
      type: "uint32",
      kind: "duration",
      input: "challengeWindow",
      min: 1n,
      max: U32,
      initial: "1h",
      unit: "seconds after the root in which a leaf can be disputed",
    },
    {
      name: "decisionWindow",
      type: "uint32",
      kind: "duration",
      input: "decisionWindow",
      min: 1n,
      max: U32,
      initial: "1h",
      unit: "seconds that the second quorum has to decide a dispute",
    },
    {
      name: "slaBps",
      type: "uint16",
      kind: "ratio",
      input: "sla",
      min: 0n,
      max: BigInt(BPS),
      initial: 0.99,
      unit: "basis points of the time from which on nothing is owed",
    },
    {
      name: "interruptionBps",
      type: "uint16",
      kind: "ratio",
      input: "interruption",
      min: 0n,
      max: BigInt(BPS),
      initial: 0,
      unit: "basis points of the time that preemption may take without being a loss",
    },
    {
      name: "minLots",
      type: "uint32",
      kind: "count",
      input: "minLots",
      min: 1n,
      max: U32,
      initial: 1,
      unit: "lots: the least commitment or nomination",
    },
    {
      name: "domainLots",
      type: "uint32",
      kind: "count",
      input: "domainLots",
      min: 1n,
      max: U32,
      initial: 1,
      unit: "lots: commitments and nominations are multiples of it",
    },
    {
      name: "tier",
      type: "uint8",
      kind: "tier",
      input: "tier",
      min: 0n,
      max: 2n,
      initial: "reserved",
      unit: "0 reserved, 1 on-demand, 2 interruptible",
    },
    {
      name: "settlementTip",
      type: "uint96",
      kind: "amount",
      input: "settlementTip",
      min: 0n,
      max: U96,
      initial: "0",
      unit: "quote units per commitment and nomination, prepaid to whoever settles",
    },
    {
      name: "bondFloor",
      type: "uint96",
      kind: "amount",
      input: "bondFloor",
      min: 0n,
      max: U96,
      initial: "1",
      unit: "quote units: the least bond of a dispute",
    },
    {
      name: "bondBps",
      type: "uint16",
      kind: "ratio",
      input: "bond",
      min: 0n,
      max: BigInt(BPS),
      initial: 0.1,
      unit: "basis points of the disputed lots' value that the bond is",
    },
  ],
  oracles: [
    {
      name: "oracleSet",
      type: "bytes32",
      kind: "hash",
      input: "oracleSet",
      min: 0n,
      max: U256,
      unit: "id of the set that signs meter roots",
    },
    {
      name: "secondSet",
      type: "bytes32",
      kind: "hash",
      input: "secondSet",
      min: 0n,
      max: U256,
      unit: "id of the set that decides disputes",
    },
  ],
} as const satisfies Readonly<Record<string, readonly TermsField[]>>;

/** The structs that terms consist of, in their order. */
export type TermsGroup = keyof typeof TERMS_FIELDS;
export const TERMS_GROUPS = Object.keys(TERMS_FIELDS) as TermsGroup[];

/** Every field, whatever its struct. */
export type AnyTermsField = (typeof TERMS_FIELDS)[TermsGroup][number];
