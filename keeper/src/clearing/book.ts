/** A book of orders, checked and indexed. */
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { BookError } from "./errors.ts";
import { HourlyOrders, type Side } from "./hourly.ts";
import { BOOK_SCHEMA } from "./schema.ts";

/**
 * A strip or a block: filled with none of its units, or with `least` to `units` of them.
 *
 * A block of all or none is one unit. Of any other block, and of a strip, a unit is one lot in each leg.
 */
export interface Combination {
  readonly kind: "strip" | "block";
  readonly side: Side;
  /** What a unit holds. No series twice. */
  readonly legs: readonly Leg[];
  /** Limit per unit: the most that a buyer pays, the least that a seller takes. */
  readonly value: number;
  readonly least: number;
  readonly units: number;
}

interface Leg {
  /** Index of its series. */
  readonly series: number;
  readonly lots: number;
}

export interface Book {
  readonly series: readonly string[];
  readonly hourly: HourlyOrders;
  /** Strips, then blocks. */
  readonly combinations: readonly Combination[];
}

interface WrittenOrder {
  readonly series: string;
  readonly side: Side;
  readonly price: number;
  readonly lots: number;
}

interface WrittenLeg {
  readonly series: string;
  readonly lots: number;
}

interface WrittenStrip {
  readonly side: Side;
  readonly price: number;
  readonly lots: number;
  readonly series: readonly string[];
}

interface WrittenBlock {
  readonly side: Side;
  readonly value: number;
  readonly legs: readonly WrittenLeg[];
  readonly minLots?: number;
}

/** A book as its JSON holds it: {@link BOOK_SCHEMA} says what its fields are. */
export interface WrittenBook {
  readonly format: "clearhour-book";
  readonly version: 1;
  readonly series: readonly string[];
  readonly hourly?: readonly WrittenOrder[];
  readonly strips?: readonly WrittenStrip[];
  readonly blocks?: readonly WrittenBlock[];
}

/** So that floating point counts every lot, also of three times all of them. */
const MOST_LOTS = 2 ** 50;
/** So that it counts every unit of a price that is as high as the highest limit in each of the series. */
const MOST_PRICES = 2 ** 48;

const matches = new Ajv2020().compile<WrittenBook>(BOOK_SCHEMA);

/**
 * Checks a parsed JSON value.
 *
 * @throws {BookError} that names the first place where it is wrong, and how
 */
export function readBook(json: unknown): Book {
  if (!matches(json)) throw mismatch(matches.errors?.[0]);
  const { series, hourly = [], strips = [], blocks = [] } = json;
  const indexes = new Map(series.map((name, index) => [name, index]));
  const indexOf = (name: string, at: string): number => {
    const index = indexes.get(name);
    if (index === undefined) throw new BookError(at, `there is no series "${name}"`);
    return index;
  };
  const book: Book = {
    series,
    hourly: new HourlyOrders(
      hourly.map((order, i) => ({ ...order, series: indexOf(order.series, `/hourly/${i}/series`) })),
    ),
    combinations: [
      ...strips.map((strip, i) => readStrip(strip, `/strips/${i}`, indexOf)),
      ...blocks.map((block, i) => readBlock(block, `/blocks/${i}`, indexOf)),
    ],
  };
  if (lotsOf(book) > MOST_LOTS) throw new BookError("", `all orders together have more than ${MOST_LOTS} lots`);
  if (highestOf(book) * series.length > MOST_PRICES) {
    throw new BookError(
      "",
      `the highest limit times the number of series is above ${MOST_PRICES}: count in larger units`,
    );
  }
  return book;
}

/** Of an hourly order's lot, or of a strip's in all its series. */
function highestOf({ hourly, combinations }: Book): number {
  let highest = 0;
  for (const price of hourly.prices) highest = Math.max(highest, price);
  for (const { kind, value } of combinations) if (kind === "strip") highest = Math.max(highest, value);
  return highest;
}

function lotsOf({ hourly, combinations }: Book): number {
  let total = 0;
  for (const lots of hourly.lots) total += lots;
  for (const { legs, units } of combinations) for (const { lots } of legs) total += lots * units;
  return total;
}

type IndexOf = (name: string, at: string) => number;

function readStrip({ side, price, lots, series }: WrittenStrip, at: string, indexOf: IndexOf): Combination {
  const legs = series.map((name, i) => ({ series: indexOf(name, `${at}/series/${i}`), lots: 1 }));
  const [first] = legs as [Leg];
  const apart = legs.findIndex((leg, i) => leg.series !== first.series + i);
  if (apart !== -1) {
    throw new BookError(`${at}/series/${apart}`, "the series of a strip follow one another as in `series` of the book");
  }
  return { kind: "strip", side, legs, value: price * legs.length, least: 1, units: lots };
}

function readBlock({ side, value, legs, minLots }: WrittenBlock, at: string, indexOf: IndexOf): Combination {
  const read = legs.map(({ series, lots }, i) => ({ series: indexOf(series, `${at}/legs/${i}/series`), lots }));
  if (new Set(read.map(({ series }) => series)).size < read.length) {
    throw new BookError(`${at}/legs`, "a series is there twice");
  }
  if (minLots === undefined) return { kind: "block", side, legs: read, value, least: 1, units: 1 };
  const [{ lots }] = read as [Leg];
  const wrong = read.findIndex((leg) => leg.lots !== lots);
  if (wrong !== -1) throw new BookError(`${at}/legs/${wrong}/lots`, "with `minLots`, legs have equal lots");
  if (minLots > lots) throw new BookError(`${at}/minLots`, `it is more than the ${lots} lots of a leg`);
  if (value % lots !== 0) throw new BookError(`${at}/value`, `with \`minLots\`, it is a multiple of the ${lots} lots`);
  const unit = read.map((leg) => ({ ...leg, lots: 1 }));
  return { kind: "block", side, legs: unit, value: value / lots, least: minLots, units: lots };
}

function mismatch(error: ErrorObject | undefined): BookError {
  const { instancePath = "", message = "it does not match the schema", params } = error ?? {};
  const allowed = params?.allowedValues ?? params?.additionalProperty ?? params?.allowedValue;
  return new BookError(instancePath, allowed === undefined ? message : `${message} (${allowed})`);
}
