/** The SDK's check of solutions against the contract's, on random small auctions. */
import { expect } from "chai";
import { BaseError, ContractFunctionRevertedError, numberToHex } from "viem";
import { encodeList } from "../../sdk/src/blocks/index.ts";
import { packResult, type Result } from "../../sdk/src/clearing/index.ts";
import {
  type Allocation,
  baselinePrices,
  type Contender,
  type ContestBook,
  contender,
  decodeSolution,
  encodeSolution,
  isBetter,
  type Solution,
  verifyBaseline,
  verifySolution,
} from "../../sdk/src/contest/index.ts";
import {
  auctionAbi,
  auctionId,
  ContractError,
  commitSolutionSync,
  getContestBook,
  listProductSync,
  MisstatedError,
  openMarketSync,
  placeBlocksSync,
  placeOrdersSync,
  revealSolutionSync,
  seriesId,
  submitBaselineSync,
  verifierAbi,
} from "../../sdk/src/index.ts";
import { HOUR, HOUR_AHEAD, PARAMS, TERMS, USDC } from "../../sdk/test/support/listing.ts";
import { allocationOf, corruptOf, mutantOf, planOf } from "./fixtures/contests.ts";
import { Random } from "./fixtures/random.ts";
import { openSdkMarket, type SdkMarket } from "./sdk/market.ts";

const ROUNDS = 16;
const SOLUTIONS = 30;
/** Solutions of a round that are revealed, one after the other. */
const REVEALED = 4;
const WINDOW = 4;
const LANE = { lead: 12 * HOUR, window: WINDOW, stride: WINDOW, collect: 3 * HOUR, solve: HOUR };

/** What a check says: the figures and packed results, or an error's name and arguments. */
type Saying = readonly [name: string, ...values: unknown[]];

describe("the SDK's check of solutions", function () {
  this.timeout(300_000);
  const counts = new Map<string, number>();
  let market: SdkMarket;
  let auction: bigint;
  let number: number;
  let series: readonly bigint[];
  let products: readonly number[];

  before(async () => {
    market = await openSdkMarket();
    const { alice, bob, carol, deployer, deployment } = market;
    const listed: number[] = [];
    for (const tickSize of [10_000n, 7n]) {
      const terms = { ...TERMS, trade: { ...TERMS.trade, tickSize } };
      listed.push((await listProductSync(deployer, { deployment, spec: "0x7b7d", layers: 3, terms })).product);
    }
    products = listed;
    const lanes = [LANE, HOUR_AHEAD];
    const params = { ...PARAMS, wordFee: 0n, minNotional: 0n };
    const { firstLane } = await openMarketSync(deployer, { deployment, products, lanes, params });
    for (const wallet of [alice, bob, carol]) await market.fund(wallet, 10n ** 6n * USDC);
    number = market.firstHour / WINDOW;
    auction = auctionId(firstLane, number);
    series = products.flatMap((product) =>
      Array.from({ length: WINDOW }, (_, offset) => seriesId(product, number * WINDOW + offset)),
    );
  });

  let snapshot: Awaited<ReturnType<SdkMarket["networkHelpers"]["takeSnapshot"]>>;
  beforeEach(async () => {
    snapshot = await market.networkHelpers.takeSnapshot();
  });
  afterEach(() => snapshot.restore());

  for (let round = 0; round < ROUNDS; round++) {
    it(`says what the contract says of auction ${round}`, async () => {
      const random = new Random(7_000 + round);
      const { alice, bob, client, deployment } = market;
      await market.beforeDay(12 * HOUR + 3 * HOUR);
      const plan = planOf(auction, series, WINDOW, random);
      if (plan.buys.length > 0) await placeOrdersSync(alice, { deployment, orders: plan.buys });
      if (plan.writes.length > 0) await placeOrdersSync(bob, { deployment, orders: plan.writes });
      for (const order of plan.blocks) {
        await placeBlocksSync(random.chance(0.5) ? alice : bob, { deployment, orders: [order] });
      }
      await market.beforeDay(13 * HOUR);
      const book = await getContestBook(client, { deployment, auction });
      await submitBaselineSync(alice, { deployment, auction });
      await compareBaseline(book);

      const accepted: Allocation[] = [];
      for (let i = 0; i < SOLUTIONS; i++) {
        const right = allocationOf(book, plan.targets, random);
        const allocation = random.chance(0.4) ? right : mutantOf(book, right, random);
        if (await compare(book, allocation, random)) accepted.push(allocation);
      }
      // Those of one welfare: what is beyond it decides.
      const tied = [...Map.groupBy(accepted, (one) => verifySolution(book, one).welfare).values()];
      const most = tied.sort((a, b) => b.length - a.length)[0] ?? [];
      await compareOrder(book, most.slice(0, REVEALED));
    });
  }

  it("was asked about enough of all kinds", () => {
    expect([...counts.keys()]).to.include.members([
      "accepted",
      "BelowLeast",
      "BlockAtALoss",
      "Misstated",
      "NotBalanced",
      "PriceWithoutOrders",
      "StripRegret",
      "WrongFills",
      "WrongLength",
      "revealed and adopted",
      "revealed and beaten",
    ]);
    const checked = ROUNDS * SOLUTIONS;
    expect(counts.get("accepted")).to.be.within(checked / 5, (4 * checked) / 5);
  });

  function count(what: string): void {
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }

  async function compareBaseline(book: ContestBook): Promise<void> {
    const { client, deployment } = market;
    const figures = verifyBaseline(book, baselinePrices(book));
    const verdict = await client.readContract({
      abi: verifierAbi,
      address: deployment.verifier,
      functionName: "verifyBaseline",
      args: [auction, encodeList(book.records)],
    });
    expect(sayingOf(figures)).to.deep.equal(verdictOf(verdict));
    const kept = await Promise.all(
      products.map((product) =>
        client.readContract({
          abi: auctionAbi,
          address: deployment.auction,
          functionName: "resultsOf",
          args: [auction, seriesId(product, number * WINDOW), BigInt(WINDOW)],
        }),
      ),
    );
    expect(figures.results.map(wordOf)).to.deep.equal(kept.flatMap(([, , results]) => results));
  }

  /** Both are asked about an allocation, and about one corruption of it where it is right. */
  async function compare(book: ContestBook, allocation: Allocation, random: Random): Promise<boolean> {
    const own = ask(() => verifySolution(book, allocation));
    const isRight = own[0] === "accepted";
    const figures = isRight ? verifySolution(book, allocation) : { welfare: 0n, gap: 0n };
    const solution = encodeSolution(book, allocation, figures);
    const theirs = await askContract(book, solution);
    expect(own, JSON.stringify(allocation)).to.deep.equal(theirs);
    count(own[0]);
    if (!isRight) return false;
    expect(decodeSolution(book, solution)).to.deep.equal(allocation);
    const corrupt = corruptOf(solution, random);
    const refused = ask(() => {
      const own = verifySolution(book, decodeSolution(book, corrupt));
      if (own.welfare !== corrupt.welfare || own.gap !== corrupt.gap)
        throw new MisstatedError({ welfare: own.welfare, gap: own.gap });
      return own;
    });
    expect(refused, refused[0]).to.deep.equal(await askContract(book, corrupt));
    count(refused[0]);
    return true;
  }

  /** Solutions are revealed one after the other: each is adopted where the SDK finds it better. */
  async function compareOrder(book: ContestBook, allocations: readonly Allocation[]): Promise<void> {
    const { deployment } = market;
    const solvers = [market.alice, market.bob, market.carol, market.dave];
    const list = encodeList(book.records);
    const salt = numberToHex(1, { size: 32 });
    const entries = allocations.flatMap((allocation, i) => {
      const wallet = solvers[i];
      if (wallet === undefined) return [];
      const figures = verifySolution(book, allocation);
      return [{ wallet, solution: encodeSolution(book, allocation, figures), entry: contender(allocation, figures) }];
    });
    await market.fund(market.dave, 10n * USDC);
    for (const { wallet, solution } of entries) {
      await commitSolutionSync(wallet, { deployment, auction, solution, salt });
    }
    await market.beforeDay(12 * HOUR + HOUR / 2);
    const prices = baselinePrices(book);
    let best: Contender = contender({ prices, filled: book.records.map(() => 0) }, verifyBaseline(book, prices));
    for (const { wallet, solution, entry } of entries) {
      const { incumbent } = await revealSolutionSync(wallet, { deployment, auction, solution, salt, list });
      expect(incumbent !== undefined, JSON.stringify(entry.filled)).to.equal(isBetter(book, entry, best));
      count(incumbent === undefined ? "revealed and beaten" : "revealed and adopted");
      if (incumbent !== undefined) best = entry;
    }
  }

  async function askContract(book: ContestBook, solution: Solution): Promise<Saying> {
    try {
      const verdict = await market.client.readContract({
        abi: verifierAbi,
        address: market.deployment.verifier,
        functionName: "verify",
        args: [auction, solution, encodeList(book.records)],
      });
      return verdictOf(verdict);
    } catch (error) {
      const reverted =
        error instanceof BaseError ? error.walk((one) => one instanceof ContractFunctionRevertedError) : null;
      if (!(reverted instanceof ContractFunctionRevertedError) || reverted.data === undefined) throw error;
      return [reverted.data.errorName, ...(reverted.data.args ?? [])];
    }
  }
});

function ask(check: () => Parameters<typeof sayingOf>[0]): Saying {
  try {
    return sayingOf(check());
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return [error.errorName, ...Object.values(error.args)];
  }
}

type Figures = ReturnType<typeof verifySolution>;

function sayingOf({ welfare, gap, stripGap, distance, results }: Figures): Saying {
  return ["accepted", welfare, gap, stripGap, BigInt(distance), ...results.map(wordOf)];
}

interface Verdict {
  readonly welfare: bigint;
  readonly gap: bigint;
  readonly stripGap: bigint;
  readonly distance: bigint;
  readonly results: readonly bigint[];
}

function verdictOf({ welfare, gap, stripGap, distance, results }: Verdict): Saying {
  return ["accepted", welfare, gap, stripGap, distance, ...results];
}

function wordOf(result: Result | undefined): bigint {
  return result === undefined ? 0n : packResult(result);
}
