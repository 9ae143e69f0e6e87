import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AssertionError, expect } from "chai";
import { DAY, HOUR_AHEAD, PARAMS, TERMS } from "../../sdk/test/support/listing.ts";
import { KINDS, randomBook } from "./fixtures/books.ts";
import { checkRejected, checkTwin, clear, fill, SDK, type Twin } from "./fixtures/clearings.ts";
import { compile, type Fault, replaceOnce } from "./fixtures/compile.ts";
import { deployExchange, RevertedError } from "./fixtures/exchange.ts";
import { checkCollected } from "./fixtures/fills.ts";
import { openMarket } from "./fixtures/market.ts";
import { deployProbe } from "./fixtures/probe.ts";
import { Random } from "./fixtures/random.ts";
import { References } from "./fixtures/references.ts";
import { Traders } from "./fixtures/traders.ts";

const SEED = 7;
const AUCTIONS = 16;
const PRODUCTS = 6;
const CLEARING = "contracts/auction/Clearing.sol";
const SDK_FOLDER = join(import.meta.dirname, "..", "..", "sdk", "src");

/** Faults of the contract, and in the SDK's copy of it. */
const CONTRACT_FAULTS: readonly Fault[] = [
  {
    path: CLEARING,
    from: "low.buyAbove <= low.sellBelow + low.sellAt",
    to: "low.buyAbove < low.sellBelow + low.sellAt",
  },
  { path: CLEARING, from: "marginalSell = low.sellAt;", to: "marginalSell = 0;" },
];
const SDK_FAULTS: readonly Fault[] = [
  {
    path: "verify.ts",
    from: "at(demand, tick + 1) <= at(supply, tick)",
    to: "at(demand, tick + 1) < at(supply, tick)",
  },
  { path: "verify.ts", from: "lo > 0 && buysAreFilled(lo - 1)", to: "lo > 1 && buysAreFilled(lo - 1)" },
  { path: "verify.ts", from: "Math.floor((lo + hi) / 2)", to: "Math.ceil((lo + hi) / 2)" },
  { path: "clear.ts", from: "buys(lo + 1) > sells(lo)", to: "buys(lo + 1) >= sells(lo)" },
  { path: "clear.ts", from: "volume - sells(tick - 1)", to: "volume - sells(tick)" },
];

/** Some random auctions, compared as in clearing.test.ts, with a few intervals tried around the right one. */
async function compare(twin: Twin, auctionCode?: `0x${string}`): Promise<void> {
  const exchange = await deployExchange(auctionCode);
  const listed = Array.from({ length: PRODUCTS }, () => TERMS.trade);
  const { lanes, products } = await openMarket(exchange, listed, [HOUR_AHEAD]);
  const random = new Random(SEED);
  const users = exchange.addresses.slice(1, 4);
  for (const user of users) await exchange.fund(user, 10n ** 27n);
  const traders = new Traders(exchange, users, random);
  const references = new References(
    new Map(products.map((id) => [id, TERMS.trade.initialReference])),
    PARAMS.minVolume,
  );
  const probe = await deployProbe(exchange);
  const orders = (bottom: number) => randomBook(random, random.pick(KINDS), bottom);
  const first = 24 * (Math.floor((await exchange.networkHelpers.time.latest()) / DAY) + 1);
  for (let i = 0; i < AUCTIONS; i++) {
    const plan = { lane: lanes[0] ?? 0, terms: HOUR_AHEAD, number: first + i, products, firstSlot: 1_000 * i, orders };
    const auction = await fill(exchange, traders, references, plan);
    for (const [index, series] of auction.series.entries()) {
      if (series === undefined) continue;
      checkTwin(twin, series);
      const { lo, hi } = series.interval;
      const around = [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => ({ lo: lo + a, hi: hi + b })));
      const wrong = around.filter((one) => one.lo >= 0 && one.hi >= 0 && (one.lo !== lo || one.hi !== hi));
      await checkRejected(twin, probe, auction, index, wrong);
    }
    await clear(exchange, references, auction);
    await traders.collect(auction.series.flatMap((series) => series?.orders ?? []));
    checkCollected(traders, [auction]);
  }
}

/** What a comparison found; undefined where both sides agree. */
async function findingOf(twin: Twin, auctionCode?: `0x${string}`): Promise<Error | undefined> {
  try {
    await compare(twin, auctionCode);
    return undefined;
  } catch (error) {
    if (error instanceof AssertionError || error instanceof RevertedError) return error;
    throw error;
  }
}

describe("a planted fault in the clearing", function () {
  this.timeout(300_000);

  it("is what the comparison finds: without one, both sides agree", async () => {
    expect(await findingOf(SDK, compile("contracts/Auction.sol", "Auction"))).to.equal(undefined);
  });

  for (const fault of CONTRACT_FAULTS) {
    it(`of the contract is found: ${fault.to}`, async () => {
      expect(await findingOf(SDK, compile("contracts/Auction.sol", "Auction", fault))).to.be.instanceOf(Error);
    });
  }

  for (const { path, from, to } of SDK_FAULTS) {
    it(`of the SDK is found: ${to}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "clearhour-mutant-"));
      try {
        symlinkSync(join(SDK_FOLDER, "..", "..", "node_modules"), join(folder, "node_modules"));
        for (const part of ["clearing", "errors", "ledger"])
          cpSync(join(SDK_FOLDER, part), join(folder, part), { recursive: true });
        writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
        const file = join(folder, "clearing", path);
        writeFileSync(file, replaceOnce(readFileSync(file, "utf8"), from, to));
        const twin = (await import(pathToFileURL(join(folder, "clearing", "index.ts")).href)) as Twin;
        expect(await findingOf(twin)).to.be.instanceOf(Error);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
