import { type Address, encodeAbiParameters, getAbiItem, type Hex, keccak256, size } from "viem";
import { bits } from "../clearing/layout.ts";
import { WrongFillsError, WrongLengthError } from "../errors/verifier.ts";
import { contestAbi } from "../generated/contestAbi.ts";
import type { Allocation, ContestBook, Figures, Solution } from "./types.ts";

const PRICE_BYTES = 3;
const PARTIAL_BYTES = 6;
/** Orders whose bits share a word. */
const WORD = 256;

/**
 * A solution as the contract takes it.
 *
 * @param figures what the allocation comes to, from `verifySolution`
 * @throws {InvalidWordError} when a price does not fit 24 bits, or lots 32.
 */
export function encodeSolution(
  { records }: Pick<ContestBook, "records">,
  { prices, filled }: Allocation,
  { welfare, gap }: Pick<Figures, "welfare" | "gap">,
): Solution {
  const words = Math.ceil(records.length / WORD);
  let accepted = 0n;
  let partials = "";
  filled.forEach((lots, i) => {
    if (lots === 0) return;
    if (lots === records[i]?.lots) accepted |= 1n << BigInt(words * WORD - 1 - i);
    else partials += hex("index", i, 2) + hex("lots", lots, 4);
  });
  return {
    prices: `0x${prices.map((price) => hex("price", price, PRICE_BYTES)).join("")}`,
    accepted: words === 0 ? "0x" : `0x${accepted.toString(16).padStart(words * 64, "0")}`,
    partials: `0x${partials}`,
    welfare,
    gap,
  };
}

/**
 * Prices and fills of a solution.
 *
 * @throws {WrongLengthError} when prices or accepted orders have the wrong length.
 * @throws {WrongFillsError} when a bit stands beyond the last order, or orders filled in part are out of order, full or
 * too many.
 */
export function decodeSolution(
  { records, products, window }: Pick<ContestBook, "records" | "products" | "window">,
  solution: Pick<Solution, "prices" | "accepted" | "partials">,
): Allocation {
  const series = products.length * window;
  const prices = partsOf(solution.prices, series * PRICE_BYTES, PRICE_BYTES);
  const words = Math.ceil(records.length / WORD);
  partsOf(solution.accepted, words * (WORD / 8), 1);
  const bitsOf = BigInt(solution.accepted === "0x" ? "0x0" : solution.accepted);
  const isFull = (i: number) => ((bitsOf >> BigInt(words * WORD - 1 - i)) & 1n) === 1n;
  for (let i = records.length; i < words * WORD; i++) if (isFull(i)) throw new WrongFillsError({});

  const filled = records.map(({ lots }, i) => (isFull(i) ? lots : 0));
  const partials = partialsOf(solution.partials);
  if (partials.length > series) throw new WrongFillsError({});
  let next = 0;
  for (const [index, lots] of partials) {
    const all = records[index]?.lots ?? 0;
    if (index < next || isFull(index) || lots === 0 || lots >= all) throw new WrongFillsError({});
    filled[index] = lots;
    next = index + 1;
  }
  return { prices, filled };
}

/**
 * Lots that a solution fills of one order, as `Contest.filledOf`: of all of its `lots`, lots or units of its profile. A
 * baseline, whose `accepted` has no bytes, fills none.
 *
 * @param order its place in the auction's list, from 0
 */
export function filledIn(
  { accepted, partials }: Pick<Solution, "accepted" | "partials">,
  { index, lots }: { readonly index: number; readonly lots: number },
): number {
  const last = size(accepted) * 8 - 1;
  if (index <= last && (BigInt(accepted) >> BigInt(last - index)) & 1n) return lots;
  return partialsOf(partials).find(([of]) => of === index)?.[1] ?? 0;
}

/** What a solver commits to: `Contest.commitmentTo`. The salt, 32 bytes, keeps the solution secret until it is revealed. */
export function commitmentTo(auction: bigint, solver: Address, salt: Hex, solution: Solution): Hex {
  const { inputs } = getAbiItem({ abi: contestAbi, name: "commitmentTo" });
  return keccak256(encodeAbiParameters(inputs, [auction, solver, salt, solution]));
}

function partialsOf(partials: Hex): [index: number, lots: number][] {
  if (size(partials) % PARTIAL_BYTES !== 0) throw new WrongFillsError({});
  const entries = partsOf(partials, size(partials), PARTIAL_BYTES);
  return entries.map((entry) => [Math.floor(entry / 2 ** 32), entry % 2 ** 32]);
}

/** Integers of so many bytes each. */
function partsOf(bytes: Hex, needed: number, each: number): number[] {
  const length = size(bytes);
  if (length !== needed) throw new WrongLengthError({ length: BigInt(length), needed: BigInt(needed) });
  return Array.from({ length: needed / each }, (_, i) =>
    Number(`0x${bytes.slice(2 + i * each * 2, 2 + (i + 1) * each * 2)}`),
  );
}

function hex(field: string, value: number, bytes: number): string {
  return bits(field, value, BigInt(bytes * 8))
    .toString(16)
    .padStart(bytes * 2, "0");
}
