/**
 * One whole day of the Italian market on the local chain: every order and block is placed, the keeper's search solves the
 * auction, the contract verifies it, and all of it is collected. `fixtures/italianDay.ts` says how the day's prices and
 * quantities became ticks and lots.
 */
import { expect } from "chai";
import { type Book, readBook } from "../../keeper/src/clearing/book.ts";
import { certify } from "../../keeper/src/clearing/certify.ts";
import { curvesOf, type Interval } from "../../keeper/src/clearing/curve.ts";
import { hourlyFills } from "../../keeper/src/clearing/fills.ts";
import { HourlyOrders } from "../../keeper/src/clearing/hourly.ts";
import { Pricing } from "../../keeper/src/clearing/pricing.ts";
import { supplyOf } from "../../keeper/src/clearing/supply.ts";
import { type Problem, problemsOf } from "../../keeper/src/contest/problem.ts";
import { type Day, italianDays, itWithData } from "../../keeper/test/clearing/data.ts";
import { feePerLot, gridAround } from "../../sdk/src/clearing/index.ts";
import { baselinePrices } from "../../sdk/src/contest/index.ts";
import {
  auctionEscrowAccount,
  getBalance,
  getPositions,
  getToken,
  getTotal,
  verifyBaseline,
} from "../../sdk/src/index.ts";
import { PARAMS } from "../../sdk/test/support/listing.ts";
import {
  exactly,
  LOT,
  mostForgone,
  type Outcome,
  PER_EUR,
  type Snapped,
  snap,
  TICK,
  TICK_SIZE,
} from "./fixtures/italianDay.ts";
import { HOURS, type Traded, trade } from "./fixtures/italianMarket.ts";

/** 8 April 2025: one zone in all hours, 46 blocks, prices from 60.67 to 169.77 EUR/MWh. */
const DAY = "2025-04-08";
/** 115 EUR/MWh: the band reaches from 52 to 177.50. */
const GRID = gridAround(230);
/** Answers of the data are rounded to thousandths of an EUR. */
const ROUNDING_EUR = 0.01;

/** The day, in cents per MWh and kWh, and what became of it. */
interface Run extends Traded {
  readonly day: Day;
  readonly exact: Book;
  readonly snapped: Snapped;
  readonly outcome: Outcome;
}

describe("a day of the Italian market", function () {
  this.timeout(600_000);
  let running: Promise<Run> | undefined;
  const traded = () => {
    running ??= run();
    return running;
  };

  itWithData("is solved at the welfare and gap that engine, SDK and contract agree on", "italy", async () => {
    const { book, found, incumbent, baseline, hourly, blocks, listed } = await traded();
    const { welfare, gap, distance } = found.figures;
    expect(incumbent).to.include({ welfare, gap, distance: BigInt(distance), exact: true, concluded: true });
    const [problem] = problemsOf(book) as [Problem];
    expect(certified(problem, found.allocation)).to.deep.equal({ welfare, gap });
    const alone = verifyBaseline(book, baselinePrices(book));
    expect(baseline).to.include({ welfare: alone.welfare, gap: alone.gap });
    expect(welfare > baseline.welfare).to.equal(true);
    for (const [i, { filled }] of blocks.entries()) {
      expect(filled, `block ${i}`).to.equal(found.allocation.filled[listed[i] as number]);
    }
    console.log(
      `      ${hourly.length} hourly orders, ${blocks.length} blocks: welfare ${welfare}, gap ${gap}, ` +
        `${(Number(gap) / Number(welfare)).toExponential(1)} of it`,
    );
  });

  itWithData("leaves every lot and every unit of money with whom it belongs to", "italy", async () => {
    const run = await traded();
    const { market, auction, found, snapped, wealth, fees, reward } = run;
    const { client, deployment, product, firstHour } = market;
    const expected = earnings(run);
    for (const { accountId, before, after } of wealth) {
      expect(after - before, accountId).to.equal(expected.money.get(accountId));
      const positions = await getPositions(client, {
        ...{ deployment, accountId, product },
        ...{ fromHour: firstHour, toHour: firstHour + HOURS },
      });
      expect(positions.map(({ lots }) => lots)).to.deep.equal(expected.lots.get(accountId));
    }
    const moved = wealth.reduce((sum, { before, after }) => sum + after - before, 0n);
    expect(moved + fees + reward, "what nobody lost or won").to.equal(0n);
    expect(reward).to.equal(PARAMS.maxTip);
    expect(await getBalance(client, { deployment, accountId: auctionEscrowAccount(auction) })).to.equal(0n);
    const { balance } = await getToken(client, { deployment, owner: deployment.ledger });
    expect(await getTotal(client, { deployment })).to.equal(balance);
    const bought = found.figures.results.map((result) => result?.volume);
    const longs = [...expected.lots.values()].map((lots) => lots.map((each) => Math.max(0, each)));
    expect(longs.reduce((sum, lots) => sum.map((each, hour) => each + (lots[hour] as number)))).to.deep.equal(bought);
    expect(snapped.hourly.length).to.be.above(7_000);
  });

  itWithData(
    "fills the blocks that the market filled, less than a tick from prices that clear it",
    "italy",
    async () => {
      const { day, exact, outcome } = await traded();
      expect(outcome.blocks).to.deep.equal(day.published.filled);
      let farthest = 0;
      for (const [hour, { low, high }] of clearing(exact, outcome).entries()) {
        const price = (outcome.prices[hour] as number) * TICK;
        expect(price, `hour ${hour}`).to.be.within(low - TICK + 1, high + TICK - 1);
        const published = day.published.prices[hour] as number;
        farthest = Math.max(farthest, Math.abs(price - published));
        expect(Math.abs(price - published), `hour ${hour}`).to.be.below(TICK + high - low);
      }
      console.log(`      at most ${farthest / 100} EUR/MWh from the published prices`);
    },
  );

  itWithData("is worth what the best allocation is, but for what is rounded off", "italy", async () => {
    const { day, exact, snapped, outcome } = await traded();
    const { welfare, forgone } = exactly(exact, outcome);
    const most = mostForgone(exact, snapped, outcome);
    const [own, bound] = [Number(welfare) / PER_EUR, Number(welfare + forgone) / PER_EUR];
    // By duality nothing is worth more than what is traded and what is forgone at any prices.
    expect(day.welfareEur).to.be.within(own - ROUNDING_EUR, bound + ROUNDING_EUR);
    expect(forgone <= most, `${forgone} forgone`).to.equal(true);
    console.log(
      `      ${(day.welfareEur - own).toFixed(2)} EUR below ${day.welfareEur}; at most ${Number(most) / PER_EUR}`,
    );
  });
});

async function run(): Promise<Run> {
  const day = italianDays().find((each) => each.day === DAY) as Day;
  const exact = readBook(day.book);
  const snapped = snap(exact, GRID);
  const traded = await trade(snapped, GRID);
  const hourly = Array.from(exact.hourly, () => 0);
  for (const [i, { index }] of snapped.hourly.entries()) hourly[index] = traded.hourly[i]?.filled ?? 0;
  const parts = exact.combinations.map((_, block) =>
    traded.blocks.filter((_, i) => snapped.blocks[i]?.index === block).map(({ filled }) => filled === 1),
  );
  // All of a block's stretches or none.
  for (const [block, each] of parts.entries()) expect(new Set(each).size, `block ${block}`).to.equal(1);
  const blocks = parts.map(([first]) => first === true);
  return { ...traded, day, exact, snapped, outcome: { prices: traded.found.allocation.prices, hourly, blocks } };
}

/** What the engine, which knows nothing of the SDK's verifier, certifies of an allocation; quote units. */
function certified({ book, records }: Problem, { prices, filled }: Traded["found"]["allocation"]) {
  const units = records.map((record) => filled[record] as number);
  const curves = curvesOf(book);
  const hourly = hourlyFills(book, curves, prices, supplyOf(book, units));
  const { welfare, gap } = certify(book, { prices, hourly, units });
  return { welfare: welfare * TICK_SIZE, gap: gap * TICK_SIZE };
}

/** What every account wins, and its lots by hour, as its fills have it. */
function earnings({ snapped, outcome, hourly, blocks, wealth }: Run) {
  const money = new Map(wealth.map(({ accountId }) => [accountId, 0n]));
  const lots = new Map(wealth.map(({ accountId }) => [accountId, new Array<number>(HOURS).fill(0)]));
  const settle = (accountId: `0x${string}`, side: "buy" | "sell", hour: number, filled: number) => {
    const price = outcome.prices[hour] as number;
    const value = BigInt(price) * TICK_SIZE * (side === "buy" ? -1n : 1n);
    const fee = feePerLot(price, { tickSize: TICK_SIZE, feeBps: PARAMS.feeBps });
    money.set(accountId, (money.get(accountId) as bigint) + (value - fee) * BigInt(filled));
    const own = lots.get(accountId) as number[];
    own[hour] = (own[hour] as number) + (side === "buy" ? filled : -filled);
  };
  for (const [i, { accountId, filled }] of hourly.entries()) {
    const { side, hour } = snapped.hourly[i] as Snapped["hourly"][number];
    settle(accountId, side, hour, filled);
  }
  for (const [i, { accountId, filled, fee }] of blocks.entries()) {
    const { side, from, profile } = snapped.blocks[i] as Snapped["blocks"][number];
    money.set(accountId, (money.get(accountId) as bigint) - fee);
    for (const [j, each] of profile.entries()) settle(accountId, side, from + j, filled * each);
  }
  return { money, lots };
}

/**
 * Between which prices each hour of the data clears with the blocks that were filled: as it is, or in whole lots. Rounding
 * moves every limit by less than a tick, and with it each end of what clears.
 */
function clearing(exact: Book, { blocks }: Outcome): Interval[] {
  const whole = Array.from(exact.hourly, (order) => ({ ...order, lots: order.lots - (order.lots % LOT) }));
  const supply = supplyOf(exact, blocks.map(Number));
  const each = [exact, { ...exact, hourly: new HourlyOrders(whole) }].map((book) =>
    new Pricing(book, curvesOf(book)).intervalsOf(supply),
  );
  return exact.series.map((_, hour) => {
    const intervals = each.map((all) => all?.[hour] as Interval);
    return {
      low: Math.min(...intervals.map(({ low }) => low)),
      high: Math.max(...intervals.map(({ high }) => high)),
    };
  });
}
