/** Gas of verifying a word of the list beside 36 full series, and how many orders fit one transaction. */
import { contested, type Listed, WINDOW } from "./contested.ts";

const MORE = 1_000;
/** A buy gains above the reference, a write below it. */
const limit = (i: number) => (i % 2 === 0 ? 220 + (i % 31) : 180 - (i % 29));
const offset = (i: number, periods: number) => (Math.floor(i / 2) * 5) % (WINDOW - periods + 1);
const FLAT = { lots: 1, profile: [] };
const PROFILE = [1, 2, 3, 4, 5, 4, 3, 2, 1, 2, 3, 4];

const strip = (i: number): Listed => {
  return { ...FLAT, block: false, periods: 2 + ((i >> 1) % 9), offset: offset(i, 10), price: limit(i), least: 0 };
};
const block = (i: number): Listed => ({ ...strip(i), block: true, least: 1 });
const profiled = (i: number): Listed => {
  return { block: true, lots: 1, least: 1, periods: 12, offset: offset(i, 12), price: limit(i), profile: PROFILE };
};

/** Per order: how much a solution costs more with a thousand orders more, all of them filled. */
export async function contesting(): Promise<Record<string, number>> {
  const few = (await contested({ listed: strip, count: 2 })).reveal;
  const perOrder = async (listed: (i: number) => Listed) =>
    Math.round(((await contested({ listed, count: MORE + 2 })).reveal - few) / MORE);
  return {
    stripWord: await perOrder(strip),
    blockWord: await perOrder(block),
    profileBlockWord: await perOrder(profiled),
  };
}

/** Orders of the fullest list whose baseline and whose solution each fit one transaction beside 36 full series. */
export async function fullest(): Promise<{
  readonly orders: number;
  readonly baseline: number;
  readonly reveal: number;
}> {
  const { words, baseline, reveal } = await contested({ listed: (i) => (i % 4 < 2 ? strip(i) : block(i)) });
  return { orders: words, baseline, reveal };
}
