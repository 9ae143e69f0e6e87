/**
 * One delivery day, of which two hours are sold at all four gates and delivered. In the first everybody does what it
 * should; in the second almost nobody does. Times are unix seconds of the chain.
 */
import {
  getAuction,
  getRoot,
  optOutSync,
  seriesId,
  transferClaimsSync,
  unwrapSync,
  withdrawSync,
  wrapSync,
} from "@clearhour/sdk";
import { erc20Abi, parseUnits } from "viem";
import { waitForTransactionReceipt, writeContract } from "viem/actions";
import { DECIMALS } from "../market/prices.ts";
import { sleep } from "../processes.ts";
import { nominate, type Served, slotsOf, untilAssigned, untilReady, useHour } from "./holding.ts";
import { solve } from "./rival.ts";
import type { Agent, Stage } from "./stage.ts";
import { type BlockWish, Trading, type Wish } from "./trading.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Chain seconds per wall second while jobs run: an hour takes 45 s, and a busy machine still keeps up. */
const DELIVERING = 80;
/** The same while an hour is read: half an hour is all that oracles have for it. */
const READING = 40;
const POLL_MS = 200;
/** The first of the two hours, of the day. */
const MORNING = 8;
const CLAIMED = 3;
const CLAIM_PRICE = parseUnits("0.75", DECIMALS);

export interface Day {
  /** The hour in which all goes well, unix / period. */
  readonly good: number;
  readonly bad: number;
  /** What nobody cleared. */
  readonly voided: bigint;
  /** Assignments of the bad hour. */
  readonly served: readonly Served[];
}

/** From the first gate to the meter roots of both hours. */
export async function runDay(stage: Stage, say: (text: string) => void): Promise<Day> {
  const { clock } = stage;
  const trading = new Trading(stage);
  const day = Math.floor(clock.now() / DAY) + 30;
  const good = day * 24 + MORNING;
  const bad = good + 1;

  const month = trading.timesOf("month", day);
  await trading.contest(month, monthAhead(good, bad), monthBlocks(good), (auction) =>
    // A block by half, and the most of the strip that then balances.
    solve(stage, stage.cast.plover, auction, { price: 240, filled: [1, 5, 0] }),
  );
  say("month-ahead is solved, by keepers and by a rival whose solution is beaten");
  const voided = await missAuction(stage, trading, day + 1, good + 24);
  say("an auction without a keeper is void");
  await trading.contest(trading.timesOf("week", day), weekAhead(good, bad), weekBlocks(bad));
  await sellClaims(stage, good);
  say("week-ahead is cleared, a provider has bought back, claims have changed hands");
  await trading.trade(trading.timesOf("day", day), dayAhead(good, bad));
  await nominate(stage, "finch", { [good]: 6, [bad]: 21 });
  await nominate(stage, "heron", { [good]: 5 });
  await nominate(stage, "wren", { [good]: CLAIMED });
  say("day-ahead is cleared, holders have nominated");

  const spot = trading.timesOf("hour", good);
  await clock.jumpTo(spot.open + 1);
  await trading.place(spot, hourAhead(good));
  await trading.untilClosedOut(spot, ["osprey", "plover"]);
  const next = trading.timesOf("hour", bad);
  await clock.jumpTo(next.open + 1);
  await trading.place(next, hourAhead(bad));
  await trading.finish(spot);
  await nominate(stage, "heron", { [good]: 1 });
  say("hour-ahead is cleared, with two close-outs in it");

  clock.setRate(DELIVERING);
  const first = await untilAssigned(stage, good);
  await untilReady(stage, good, first);
  clock.setRate(DELIVERING);
  const using = useHour(stage, good, first);
  say(`hour ${good}: ${first.length} assignments`);
  await clock.until(next.close + MINUTE);
  await optOutSync(stage.cast.fir.client, {
    deployment: stage.deployment,
    series: seriesId(stage.market.products.cpu, bad),
    out: true,
  });
  await clock.until(next.deadline + 1);
  await trading.collect(next.auction);
  await nominate(stage, "heron", { [bad]: 1 });
  const second = await untilAssigned(stage, bad);
  await untilReady(stage, bad, second);
  clock.setRate(DELIVERING);
  await using;
  say(`hour ${bad}: ${second.length} assignments`);
  const [usingBad, harming] = [useHour(stage, bad, second), harm(stage, bad, say)];
  await untilRead(stage, good, say);
  clock.setRate(DELIVERING);
  await Promise.all([usingBad, harming]);
  await untilRead(stage, bad, say);
  return { good, bad, voided, served: second };
}

function monthAhead(good: number, bad: number): Wish[] {
  return [
    { by: "heron", side: "buy", hour: good, lots: 4, isSigned: true },
    { by: "birch", side: "write", hour: bad, lots: 4 },
  ];
}

/** Of both hours. What osprey bids is less than anybody asks. */
function monthBlocks(hour: number): BlockWish[] {
  const both = { hour, hours: 2 };
  return [
    { by: "alder", form: "block", side: "write", ...both, lots: 2, least: 1, profile: [5, 1] },
    { by: "finch", form: "strip", side: "buy", ...both, lots: 6 },
    { by: "osprey", form: "block", side: "buy", ...both, lots: 4, ticks: 150 },
  ];
}

/** Alder buys back, osprey buys what it never uses, plover sells what it does not have. */
function weekAhead(good: number, bad: number): Wish[] {
  return [
    { by: "birch", side: "write", hour: good, lots: 5 },
    { by: "plover", side: "write", hour: good, lots: 2 },
    { by: "alder", side: "buy", hour: good, lots: 2 },
    { by: "kite", side: "buy", hour: good, lots: CLAIMED },
    { by: "osprey", side: "buy", hour: good, lots: 2 },
    { by: "dogwood", side: "write", hour: bad, lots: 4 },
    { by: "finch", side: "buy", hour: bad, lots: 8 },
  ];
}

/** Of six lots finch needs four. */
function weekBlocks(hour: number): BlockWish[] {
  return [{ by: "cedar", form: "block", side: "write", hour, hours: 1, lots: 6, least: 3, ticks: 236 }];
}

function dayAhead(good: number, bad: number): Wish[] {
  return [
    { by: "alder", side: "write", hour: good, lots: 1 },
    { by: "heron", side: "buy", hour: good, lots: 1 },
    { by: "elm", side: "write", hour: bad, lots: 4 },
    { by: "fir", side: "write", hour: bad, lots: 3 },
    { by: "finch", side: "buy", hour: bad, lots: 7 },
  ];
}

function hourAhead(hour: number): Wish[] {
  return [
    { by: "alder", side: "write", hour, lots: 1 },
    { by: "heron", side: "buy", hour, lots: 1 },
  ];
}

/** Orders that cross, and no keeper until the deadline. */
async function missAuction(stage: Stage, trading: Trading, day: number, hour: number): Promise<bigint> {
  const times = trading.timesOf("month", day);
  await stage.stopSolvers();
  await stage.clock.jumpTo(times.open + 1);
  await trading.place(times, [
    { by: "alder", side: "write", hour, lots: 3 },
    { by: "finch", side: "buy", hour, lots: 3 },
  ]);
  await trading.placeBlocks(times, [{ by: "finch", form: "strip", side: "buy", hour, hours: 2, lots: 3 }]);
  await stage.clock.jumpTo(times.deadline + 1);
  const { state } = await getAuction(stage.anyone, { deployment: stage.deployment, auction: times.auction });
  if (state !== "void") throw new Error(`an auction that nobody cleared is ${state}`);
  await trading.collect(times.auction);
  await stage.startSolvers();
  return times.auction;
}

/** From wallet to wallet: kite's lots leave the ledger, wren pays for the claims, and puts them into its own account. */
async function sellClaims({ cast, deployment, market }: Stage, hour: number): Promise<void> {
  const { kite, wren } = cast;
  const series = seriesId(market.products.cpu, hour);
  await wrapSync(kite.client, { deployment, entries: [{ series, lots: CLAIMED }], to: kite.account.address });
  await withdrawSync(wren.client, { deployment, amount: CLAIM_PRICE, to: wren.account.address });
  const payment = await writeContract(wren.client, {
    abi: erc20Abi,
    address: deployment.token,
    functionName: "transfer",
    args: [kite.account.address, CLAIM_PRICE],
    account: wren.account,
    chain: wren.client.chain ?? null,
  });
  await waitForTransactionReceipt(wren.client, { hash: payment });
  await transferClaimsSync(kite.client, {
    deployment,
    to: wren.account.address,
    entries: [{ series, lots: BigInt(CLAIMED) }],
  });
  await unwrapSync(wren.client, { deployment, entries: [{ series, lots: CLAIMED }] });
}

/** The outside hand: two jobs are killed, and one agent. */
async function harm({ agents, clock }: Stage, hour: number, say: (text: string) => void): Promise<void> {
  await clock.until(hour * HOUR + 20 * MINUTE);
  for (const name of ["birch", "cedar"] as const) await killJobs(agents[name], hour);
  say("the jobs of birch and cedar are killed");
  await clock.until(hour * HOUR + 40 * MINUTE);
  await agents.dogwood?.process.kill();
  say("the agent of dogwood is killed");
}

async function killJobs(agent: Agent | undefined, hour: number): Promise<void> {
  for (const { assignment, pid } of agent ? await slotsOf(agent.url) : []) {
    if (assignment.hour === hour && pid !== undefined) process.kill(pid, "SIGKILL");
  }
}

async function untilRead(stage: Stage, hour: number, say: (text: string) => void): Promise<void> {
  const { anyone, clock, deployment, market } = stage;
  const series = seriesId(market.products.cpu, hour);
  const due = (hour + 1) * HOUR + 30 * MINUTE;
  clock.setRate(READING);
  while ((await getRoot(anyone, { deployment, series })) === undefined) {
    if (clock.now() > due) throw new Error(`the oracles have not read hour ${hour}`);
    await sleep(POLL_MS);
  }
  say(`hour ${hour} is read`);
}
