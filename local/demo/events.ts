/** What the day must have seen, each looked for on the chain or in the evidence that parties serve. */
import {
  claimsAbi,
  contestAbi,
  deliveryAbi,
  explainBlock,
  getAuction,
  getContest,
  getOrders,
  meterAbi,
  OrderKind,
  parseSeriesId,
  seriesId,
  settlementAbi,
} from "@clearhour/sdk";
import { assignmentPath } from "@clearhour/sdk/access";
import { isStrip } from "@clearhour/sdk/blocks";
import { parseBundle, type SamplesBundle, unpackSettled } from "@clearhour/sdk/meter";
import { isAddressEqual } from "viem";
import { getContractEvents } from "viem/actions";
import type { Dispute } from "./aftermath.ts";
import { blocksOf, lotsOf, readBlockFigures } from "./blocks.ts";
import type { Name } from "./cast.ts";
import { eventsOf } from "./chain.ts";
import type { Day } from "./day.ts";
import type { Stage } from "./stage.ts";

const PPM = 1_000_000;
/** Claims and what counts differ by more than a slot of challenges, a sixth of the hour. */
const CLEARLY_LESS = PPM / 6;

export interface Event {
  readonly name: string;
  /** What it came to, where it happened. */
  readonly found: string | undefined;
}

/** Looks for every event. */
export async function findEvents(stage: Stage, day: Day, dispute: Dispute): Promise<Event[]> {
  return await Promise.all([
    event("a delivery in full", fullDelivery(stage, day)),
    event("an under-delivery", underDelivery(stage, day)),
    event("a no-show", noShow(stage, day)),
    event("a provider whose samples claim more than receipts and challenges show", overclaim(stage, day)),
    event("a dispute won by the holder", wonDispute(stage, dispute)),
    event("a missing leaf", missingLeaf(stage, day)),
    event("a buy-back", buyBack(stage, day)),
    event("a close-out of a hoarded long", closeOut(stage, "osprey", OrderKind.CloseSell)),
    event("a close-out of a financial short", closeOut(stage, "plover", OrderKind.CloseBuy)),
    event("an auction voided because no keeper came", voided(stage, day)),
    event("a strip and a block with a profile that fill", filledBlocks(stage, day)),
    event("a block that would have lost, and is rejected", rejectedBlock(stage)),
    event("a block that fills in part", partialBlock(stage)),
    event("an order that its owner signed and somebody else placed", relayed(stage)),
    event("a solution beaten by a better one", beatenSolution(stage)),
    event("a claim wrapped, sold to another wallet and redeemed by it", claim(stage, day)),
  ]);
}

async function event(name: string, search: Promise<string | undefined>): Promise<Event> {
  return { name, found: await search };
}

/** The index of a provider's commitment in the bad hour. */
function commitmentOf({ served }: Day, name: Name): number | undefined {
  return served.find(({ provider }) => provider === name)?.assignment.commitment;
}

async function settledOf(stage: Stage, day: Day, name: Name) {
  const series = badSeries(stage, day);
  const commitment = commitmentOf(day, name);
  const settled = await eventsOf(stage, "settlement", settlementAbi, "ReadingSettled");
  return settled.filter(({ args }) => args.series === series && args.commitment === commitment);
}

function badSeries({ market }: Stage, { bad }: Day): bigint {
  return seriesId(market.products.cpu, bad);
}

async function fullDelivery(stage: Stage, { good }: Day) {
  const settled = await eventsOf(stage, "settlement", settlementAbi, "ReadingSettled");
  const full = settled
    .filter(({ args }) => args.paid === 0n)
    .map(({ args }) => unpackSettled(args))
    .filter(({ reading, shortfallPpm }) => reading.hour === good && shortfallPpm === 0);
  const lots = full.reduce((total, { reading }) => total + reading.lots, 0);
  return lots > 0 ? `${lots} lots of hour ${good}` : undefined;
}

async function underDelivery(stage: Stage, day: Day) {
  for (const { args } of await settledOf(stage, day, "birch")) {
    const { reading, shortfallPpm } = unpackSettled(args);
    if (shortfallPpm > 0 && reading.deliveredPpm > 0 && args.paid > 0n) {
      return `birch delivered ${percent(reading.deliveredPpm)} of the hour and paid ${args.paid}`;
    }
  }
  return undefined;
}

async function noShow(stage: Stage, day: Day) {
  const series = badSeries(stage, day);
  const { accountId } = stage.cast.fir;
  const defaulted = await eventsOf(stage, "delivery", deliveryAbi, "ShortDefaulted");
  const own = defaulted.find(({ args }) => args.series === series && args.account === accountId);
  const paid = await eventsOf(stage, "delivery", deliveryAbi, "CompensationClaimed");
  const received = paid.find(({ args }) => args.series === series && args.amount > 0n);
  return own && received && `fir never came for ${own.args.lots} lots and paid ${own.args.paid}`;
}

async function overclaim(stage: Stage, day: Day) {
  for (const { args } of await settledOf(stage, day, "cedar")) {
    const { reading } = unpackSettled(args);
    const claimed = claimedPpm(await bundleOf(stage, reading));
    if (claimed - reading.deliveredPpm > CLEARLY_LESS) {
      return `cedar's samples claim ${percent(claimed)} of the hour, ${percent(reading.deliveredPpm)} counted`;
    }
  }
  return undefined;
}

/** Of the samples within the hour, the share in which the job ran. */
function claimedPpm({ assignment, samples, terms }: SamplesBundle): number {
  const start = assignment.hour * terms.periodMs;
  const inside = samples.filter(({ at }) => at >= start && at <= start + terms.periodMs);
  const running = inside.filter(({ body }) => /^clearhour_job_running\{[^}]*\} 1$/m.test(body));
  return Math.floor((running.length * PPM) / Math.max(1, inside.length));
}

async function bundleOf({ oracles }: Stage, assignment: Parameters<typeof assignmentPath>[0]): Promise<SamplesBundle> {
  const response = await fetch(`${oracles[0]}${assignmentPath(assignment)}/bundle`);
  return parseBundle(await response.json());
}

async function wonDispute(stage: Stage, { dispute, reading }: Dispute) {
  const decided = await eventsOf(stage, "meter", meterAbi, "DisputeDecided");
  const own = decided.find(({ args }) => args.dispute === dispute);
  const settled = await eventsOf(stage, "settlement", settlementAbi, "ReadingSettled");
  const after = settled
    .map(({ args }) => unpackSettled(args).reading)
    .find(({ commitment, hour, nomination }) => {
      return hour === reading.hour && commitment === reading.commitment && nomination === reading.nomination;
    });
  if (!own?.args.won || after === undefined) return undefined;
  return `elm's hour was read as ${percent(reading.deliveredPpm)}, and settled as ${percent(after.deliveredPpm)}`;
}

async function missingLeaf(stage: Stage, day: Day) {
  const series = badSeries(stage, day);
  const commitment = commitmentOf(day, "dogwood");
  const missing = await eventsOf(stage, "settlement", settlementAbi, "MissingLeafSettled");
  const own = missing.find(({ args }) => args.series === series && args.commitment === commitment);
  return own && `nobody could fetch dogwood's samples: it paid ${own.args.paid} for ${own.args.lots} lots`;
}

/** A buy that filled while its account was short: fewer lots are owed than were sold. */
async function buyBack(stage: Stage, { good }: Day) {
  const { anyone, cast, deployment, market } = stage;
  const orders = await getOrders(anyone, { deployment, accounts: [cast.alder.accountId] });
  const filled = (kind: OrderKind) =>
    orders
      .filter(({ order }) => order.kind === kind && order.product === market.products.cpu)
      .reduce((lots, { collected }) => lots + (collected?.filled ?? 0), 0);
  const committed = await eventsOf(stage, "delivery", deliveryAbi, "Committed");
  const owed = committed
    .filter(({ args }) => args.account === cast.alder.accountId)
    .reduce((lots, { args }) => lots + args.lots, 0);
  const blocks = (await blocksOf(stage)).filter(({ accountId }) => accountId === cast.alder.accountId);
  const inBlocks = blocks.reduce((lots, { filled: units = 0, order }) => lots + lotsOf(order, units), 0);
  const [sold, bought] = [filled(OrderKind.Write) + inBlocks, filled(OrderKind.Buy)];
  const isBack = bought > 0 && owed === sold - bought;
  return isBack ? `alder sold ${sold} lots, bought ${bought} back and owed ${owed} from hour ${good} on` : undefined;
}

async function closeOut({ anyone, cast, deployment }: Stage, name: Name, kind: OrderKind) {
  const orders = await getOrders(anyone, { deployment, accounts: [cast[name].accountId] });
  const own = orders.find(({ order }) => order.kind === kind);
  const filled = own?.collected?.filled ?? 0;
  return filled > 0 ? `${filled} lots of ${name}` : undefined;
}

async function voided(stage: Stage, { voided: auction }: Day) {
  const { anyone, deployment } = stage;
  const { clearer, state } = await getAuction(anyone, { deployment, auction });
  const orders = await getOrders(anyone, { deployment, auction });
  const blocks = (await blocksOf(stage)).filter(({ order }) => order.auction === auction);
  const filled = [...orders.map(({ collected }) => collected?.filled), ...blocks.map((block) => block.filled)];
  const refunded = orders.length > 1 && blocks.length > 0 && filled.every((lots) => lots === 0);
  if (state !== "void" || clearer !== undefined || !refunded) return undefined;
  return `${orders.length} hourly orders and ${blocks.length} strip went back`;
}

async function filledBlocks(stage: Stage, { good }: Day) {
  const full = (await blocksOf(stage)).filter(({ filled, order }) => filled === order.lots);
  const strip = full.find(({ order }) => isStrip(order));
  const block = full.find(({ order }) => order.profile.length > 0);
  if (strip === undefined || block === undefined) return undefined;
  const lots = lotsOf(block.order, block.order.lots);
  return `${strip.order.lots} lots in hours ${good} and ${good + 1}, and ${lots} as ${block.order.profile.join(" and ")}`;
}

async function rejectedBlock(stage: Stage) {
  const { anyone, cast, deployment } = stage;
  const blocks = await blocksOf(stage);
  const own = blocks.find(({ accountId, filled }) => accountId === cast.osprey.accountId && filled === 0);
  if (own === undefined) return undefined;
  const { code, reason } = await explainBlock(anyone, { deployment, order: own.order });
  return code === "outbid" ? reason : undefined;
}

async function partialBlock(stage: Stage) {
  const blocks = await blocksOf(stage);
  const own = blocks.find(({ filled = 0, order }) => !isStrip(order) && filled > 0 && filled < order.lots);
  return own && `${own.filled} of ${own.order.lots} lots, of which it wanted ${own.order.least} at least`;
}

async function relayed(stage: Stage) {
  const { ordersRelayed } = await readBlockFigures(stage);
  return ordersRelayed > 0 ? `${ordersRelayed} of heron` : undefined;
}

/** The rival's, which was better than the baseline: somebody else's is the result. */
async function beatenSolution(stage: Stage) {
  const { anyone, cast, deployment } = stage;
  const rival = cast.plover.account.address;
  const [best, beaten] = await Promise.all([
    eventsOf(stage, "contest", contestAbi, "IncumbentReplaced"),
    eventsOf(stage, "contest", contestAbi, "SolutionBeaten"),
  ]);
  const own = [...best, ...beaten].find(({ args }) => isAddressEqual(args.solver, rival));
  if (own === undefined) return undefined;
  const { auction, welfare } = own.args;
  const { incumbent } = await getContest(anyone, { deployment, auction });
  if (incumbent === undefined || incumbent.welfare <= welfare) return undefined;
  return `a welfare of ${welfare} by one of ${incumbent.welfare}, of which the gap is ${incumbent.gap}`;
}

async function claim(stage: Stage, { good }: Day) {
  const { cast, deployment } = stage;
  const [wrapped, unwrapped, nominated] = await Promise.all([
    eventsOf(stage, "claims", claimsAbi, "Wrapped"),
    eventsOf(stage, "claims", claimsAbi, "Unwrapped"),
    eventsOf(stage, "delivery", deliveryAbi, "Nominated"),
  ]);
  const out = wrapped.some(({ args }) => args.account === cast.kite.accountId);
  const back = unwrapped.some(({ args }) => args.account === cast.wren.accountId);
  const used = nominated.find(({ args }) => args.account === cast.wren.accountId);
  if (!out || !back || used === undefined || parseSeriesId(used.args.series).hour !== good) return undefined;
  const settled = await getContractEvents(stage.anyone, {
    abi: settlementAbi,
    address: deployment.settlement,
    eventName: "ReadingSettled",
    args: { series: used.args.series, nomination: used.args.nomination },
    fromBlock: deployment.block,
    strict: true,
  });
  return settled.length > 0 ? `wren used ${used.args.lots} lots that kite had bought` : undefined;
}

function percent(ppm: number): string {
  return `${(ppm / 10_000).toFixed(1)}%`;
}
