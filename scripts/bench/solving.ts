/**
 * `npm run bench:clearing`: how long random books of a day take to clear, and how good the answers
 * are; and the gas of verifying such an answer, of signed orders, and of an hourly order from placing to collecting.
 * `-- --json` prints one line.
 */
import { readFileSync } from "node:fs";
import { type Book, readBook } from "../../keeper/src/clearing/book.ts";
import { clear } from "../../keeper/src/clearing/clear.ts";
import { reportOf } from "../../keeper/src/clearing/report.ts";
import { randomBook, type Shape } from "./books.ts";
import { clearing } from "./clearing.ts";
import { clearByColumns, fillStrips } from "./columns.ts";
import { contesting, fullest } from "./contesting.ts";
import { folding, placing } from "./placing.ts";
import { relaying } from "./relaying.ts";

interface Case extends Shape {
  readonly name: string;
  readonly seconds: number;
  readonly byColumns?: boolean;
}

const CASES: readonly Case[] = [
  { name: "strips", perHour: 10_000, lots: 20, strips: 1_000, blocks: 0, blockLots: 0, seconds: 10, byColumns: true },
  { name: "liquid", perHour: 10_000, lots: 20, strips: 0, blocks: 5_000, blockLots: 20, seconds: 8 },
  { name: "thin", perHour: 20, lots: 20, strips: 0, blocks: 200, blockLots: 60, seconds: 10 },
];
const SEED = 1;
/** Of the auction whose clearing is shared out among its orders. */
const [SERIES, ORDERS] = [24, 1_000];

/** A linear program's welfare is floating point. */
const TOLERANCE = 1e-9;

/** What long searches found in a case's book of {@link SEED}, and how. */
interface Known {
  readonly seed: number;
  readonly welfare: number;
  readonly method: string;
}
const KNOWN: Partial<Record<string, Known>> = JSON.parse(
  readFileSync(new URL("./bestKnown.json", import.meta.url), "utf8"),
);

interface Solved {
  readonly case: string;
  readonly orders: number;
  readonly strips: number;
  readonly blocks: number;
  /** Of the one run that the rest is of. */
  readonly ms: number;
  /** Price times lots. */
  readonly welfare: number;
  /** By what share of it any allocation can have more at most. */
  readonly gapRel: number | null;
  /** The most welfare that any search has found at prices that keep the rules, and what share of it this is. */
  readonly bestKnown?: number;
  readonly ofBestKnown?: number;
  /**
   * Where there are no blocks, the middle of several runs: of the same; of its welfare alone, for which orders are added up
   * and strips filled; and of the welfare by one linear program with a column for every order, of which it has the fills.
   */
  readonly warmMs?: number;
  readonly welfareMs?: number;
  readonly columnsMs?: number;
}

/** The middle one of so many runs, as of a program that has been running for a while. */
const RUNS = 9;
function middle(run: () => number): number {
  const taken = Array.from({ length: RUNS }, run).sort((a, b) => a - b);
  return Number((taken[(RUNS - 1) / 2] as number).toFixed(1));
}

/** Of a book without blocks: how long the whole answer takes, how long its welfare, and how long that takes by columns. */
function timesOf(book: Book, seconds: number, welfare: number) {
  const warmMs = middle(() => clear(book, seconds).seconds * 1_000);
  const by = (how: typeof fillStrips) =>
    middle(() => {
      const { welfare: found, ms } = how(book);
      if (Math.abs(found - welfare) > TOLERANCE * welfare)
        throw new Error(`welfare is ${welfare}, but ${found} by ${how.name}`);
      return ms;
    });
  return { warmMs, welfareMs: by(fillStrips), columnsMs: by(clearByColumns) };
}

function solve({ name, seconds, byColumns = false, ...shape }: Case): Solved {
  console.error(name);
  const book = readBook(randomBook(SEED, shape));
  const cleared = clear(book, seconds);
  const welfare = Number(cleared.welfare);
  const known = KNOWN[name];
  if (known !== undefined && known.seed !== SEED) throw new Error(`${name}: the best known is of seed ${known.seed}`);
  return {
    case: name,
    orders: book.hourly.length,
    strips: shape.strips,
    blocks: shape.blocks,
    ms: Math.round(cleared.seconds * 1_000),
    welfare,
    gapRel: reportOf(book, cleared).gapRel,
    ...(known && { bestKnown: known.welfare, ofBestKnown: Number((welfare / known.welfare).toFixed(4)) }),
    ...(byColumns && timesOf(book, seconds, welfare)),
  };
}

/** Gas of the least that a market of strips, blocks and signed orders needs; the rest is in `bench:gas`. */
async function gasOf(): Promise<Record<string, number>> {
  const [placed, folded, relayed] = [await placing(), await folding(), await relaying()];
  const cleared = (await clearing(ORDERS)) / (ORDERS * SERIES);
  const life = (placed: number | undefined) =>
    Math.round((placed ?? Number.NaN) + cleared + (folded.collectFolded ?? Number.NaN));
  const { orders, baseline, reveal } = await fullest();
  return {
    ...(await contesting()),
    maxOrdersOneTx: orders,
    maxOrdersBaseline: baseline,
    maxOrdersReveal: reveal,
    relay10PerOrder: Math.round(relayed.relay10PerOrder ?? Number.NaN),
    lifePerOrderSingle: life(placed.placeRepeat),
    lifePerOrderBatch10: life(placed.placeBatch10PerOrder),
  };
}

const solved = CASES.map(solve);
console.error("gas");
const gas = await gasOf();
if (process.argv.includes("--json")) console.log(JSON.stringify({ gas, solve: solved }));
else {
  console.table(solved);
  console.table(gas);
}
