/** The page of an auction with strips and blocks, in a real browser: while it collects, is solved, final, and void. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import puppeteer, { type Page } from "puppeteer-core";
import { type Ends, endAll } from "../../../local/program.ts";
import { type AuctionDay, openAuctionDay } from "./auctionDay.ts";
import { findChromium } from "./chromium.ts";
import { User } from "./user.ts";

const IMAGES = join(import.meta.dirname, "..", "..", "..", "docs", "images");
const WIDTHS = [1440, 390] as const;
const TITLE = "Day ahead auction";
const PATIENCE_MS = 20_000;
const chromium = findChromium();

describe(`an auction in a browser${chromium === undefined ? " (skipped: no Chromium on the PATH)" : ""}`, function () {
  this.timeout(420_000);
  // Each step stands on the one before.
  this.bail(true);
  const ends: Ends = [];
  let day: AuctionDay;
  let page: Page;
  let user: User;

  before(async function () {
    if (chromium === undefined) return this.skip();
    day = await openAuctionDay(ends);
    await day.collect();
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const browser = await puppeteer.launch({ executablePath: chromium, args });
    ends.push(() => browser.close());
    page = await browser.newPage();
    user = new User(page);
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(day.url);
  });
  after(() => endAll(ends));

  afterEach(async function () {
    if (this.currentTest?.state === "failed") console.log(await page.evaluate(() => document.body.innerText));
  });

  it("is reached from the market, and shows what was ordered while nothing is decided", async () => {
    await user.choose("Day ahead");
    await page.locator("::-p-aria([name='This auction in full'][role='link'])").click();
    await user.see(`h1 ::-p-text(${TITLE})`);
    expect(await page.evaluate(() => location.hash)).to.equal(`#/auction/${day.auction}`);
    await user.read("Takes orders");
    await user.read("So far there are 20 hourly orders and 7 strips and blocks.");

    await user.see(".chart canvas");
    await user.seeAll('[aria-label="Strips and blocks"] tbody tr', 7);
    expect((await cells("Strips and blocks", "Lots per hour"))[2]).to.equal("2, 4 lots");
    await shows("Strips and blocks", "State", new Array<string>(7).fill("Open"));
    expect(await user.accessibility()).to.deep.equal([]);
  });

  it("says that it waits for its baseline, then how far that may be from the best", async () => {
    await day.close();
    await user.read("Nobody has brought the baseline yet");
    await user.read("Solvers commit");
    await day.baseline();
    await user.read("That is of the best solution so far.");
    await user.read("136.00 USDC");
    await user.read(/No allocation can be more than \d+(\.\d{1,2})?% better\./);
    await user.read("only the clearing without strips and blocks");
    expect((await cells("Strips and blocks", "State"))[0]).to.equal("Rejected");
    expect((await cells("Strips and blocks", "Why"))[0]).to.match(/only the clearing without strips and blocks/);
  });

  it("shows the solutions as they replace each other", async () => {
    const { revealWorse, revealBetter } = await day.commit();
    await user.read("Solvers reveal");
    await user.read("3 solutions were committed and not revealed yet.");
    await revealWorse();
    await user.read("148.00 USDC");
    await user.read("No allocation can be more than 21.29% better.");
    await revealBetter();
    await user.read("175.00 USDC");
    await user.read("until the best solution is final");
  });

  it("has welfare, gap and the proven bound, who solved it, and what that was paid", async () => {
    await day.deadline();
    await user.read("Its result stands for ever");
    await user.read("No allocation can be more than 2.58% better.");
    await user.read("Any other would be worth 179.50 USDC at most");
    await user.read(/Welfare \(W\)\s+175\.00 USDC\s+Gap\s+4\.50 USDC/);
    await user.read("The reward is paid when anyone concludes the auction");
    await day.conclude();
    await user.read(/Reward paid\s+0\.\d+ USDC/);
    const solver = await page.$eval(".certificate code", (code) => code.title);
    expect(solver).to.equal(day.addressOf("ibis"));
  });

  it("says what each strip and block gains, or would have gained, and why it did not fill", async () => {
    await shows("Strips and blocks", "State", [
      "Filled",
      "Rejected",
      "Filled",
      "Not filled",
      "Filled",
      "Filled",
      "Filled",
    ]);
    await shows("Strips and blocks", "Filled", [
      "2 of 2",
      "0 of 5",
      "6 of 6 in all",
      "0 of 2",
      "2 of 2",
      "3 of 3",
      "3 of 3",
    ]);
    await shows("Strips and blocks", "Surplus, USDC", [
      "gains 6.00",
      "would have gained 4.50",
      "gains 15.00",
      "would have lost 8.00",
      "gains 6.00",
      "gains 3.30",
      "gains 8.70",
    ]);
    const why = await cells("Strips and blocks", "Why");
    expect(why[0]).to.equal("All of it filled, at 22.50 on average.");
    expect(why[1]).to.equal(
      "Paradoxically rejected: it would have gained 4.50 USDC at the average price, 22.50, but no better solution that fills it was brought. That counts in the gap.",
    );
    expect(why[3]).to.equal("Its limit of 21.50 is below the average price, 22.50.");
    await user.read("What is not filled but would have gained adds up to 4.50 USDC.");
  });

  it("says which solutions were beaten, and by what", async () => {
    await shows("Solutions", "What", ["Baseline", "Solution", "Solution"]);
    await shows("Solutions", "Welfare, USDC", ["136.00", "148.00", "175.00"]);
    await shows("Solutions", "Gap, USDC", ["43.50 (31.99%)", "31.50 (21.29%)", "4.50 (2.58%)"]);
    await shows("Solutions", "Strips and blocks filled", ["0 of 7", "2 of 7", "5 of 7"]);
    await shows("Solutions", "Which was best", ["39.00 USDC less welfare.", "27.00 USDC less welfare.", "The result"]);
    await user.read("One solution was committed and never revealed: the deposit went to the market.");
  });

  it("shows each hour with the part of strips and blocks in it", async () => {
    await user.select("Delivery hour (UTC)", "02:00");
    await user.read(
      /Clearing price\s+22\.50 USDC\s+Traded\s+10 lots\s+Of it, strips and blocks\s+bought 6 lots, sold 2 lots/,
    );
    const second = await user.picture();
    await user.select("Delivery hour (UTC)", "03:00");
    await user.read(/Traded\s+8 lots\s+Of it, strips and blocks\s+none/);
    await user.drawnAnew(second);
    await page.locator("summary ::-p-text(The same as a table)").click();
    expect(await table()).to.deep.equal([
      ["26.00", "4", "–", "4", "14"],
      ["23.00", "–", "6", "4", "14"],
      ["22.50, clearing price", "5", "–", "9", "8"],
      ["21.00", "3", "–", "12", "8"],
      ["20.00", "–", "8", "12", "8"],
    ]);
    await user.select("Delivery hour (UTC)", "09:00");
    await user.read("No hourly order stands in this hour. Strips and blocks trade with each other.");
    await user.read(/Traded\s+3 lots\s+Of it, strips and blocks\s+bought 3 lots, sold 3 lots/);
    await user.see(".chart canvas");
    await page.locator("summary ::-p-text(The same as a table)").click();
    const [any, price, ...more] = await table();
    expect(any).to.deep.equal(["any: strips and blocks", "3", "3", "3", "3"]);
    expect(price?.slice(1)).to.deep.equal(["–", "–", "3", "3"]);
    expect(more).to.deep.equal([]);
    await user.select("Delivery hour (UTC)", "10:00");
    await user.read("No hourly order stands in this hour.");
    await user.seeAll(".chart canvas", 0);
    await user.select("Delivery hour (UTC)", "02:00");
    await user.see(".chart canvas");
  });

  it("can be read at both widths and in the dark, without findings of axe", async () => {
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      await new Promise((resolve) => setTimeout(resolve, 700));
      expect(await user.accessibility(), `at ${width}`).to.deep.equal([]);
      expect(await user.overflow(), `at ${width}`).to.be.at.most(0);
      // Tables scroll where they are too wide; on a phone there is nothing to the right.
      const beyond = await page.$$eval(".scroll", (all) => all.map((one) => one.scrollWidth - one.clientWidth));
      if (width === 390) expect(Math.max(...beyond)).to.equal(0);
      await screenshot(`auction-${width}`);
    }
    await page.setViewport({ width: 1440, height: 900 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(await user.accessibility(), "dark").to.deep.equal([]);
    await screenshot("auction-dark-1440");
    await page.emulateMediaFeatures([]);
  });

  it("is optimal without strips and blocks, and says that nobody cleared another one", async () => {
    await open(await day.plain());
    await user.read("No allocation can be better: its gap is 0.");
    await user.read("Hourly orders alone have one valid clearing");
    await open(await day.missed());
    await user.read("Nothing was traded.");
    await shows("Strips and blocks", "State", ["Void"]);
    await open(day.later);
    await user.read("No order was placed in this auction");
    await page.evaluate(() => location.assign("#/auction/none"));
    await user.read("There is no such auction.");
  });

  it("stands in the list of its gate", async () => {
    await user.open("market");
    await user.choose("Day ahead");
    await user.seeAll('[aria-label="Auctions of this gate"] tbody tr', 3);
    await shows("Auctions of this gate", "State", ["Void", "Final", "Final"]);
    await shows("Auctions of this gate", "Better at most by", ["–", "0%", "2.58%"]);
    expect(await user.accessibility()).to.deep.equal([]);
    expect(user.complaints).to.deep.equal([]);
  });

  async function open(auction: bigint): Promise<void> {
    await page.evaluate((to) => location.assign(to), `#/auction/${auction}`);
    await user.see(`h1 ::-p-text(${TITLE})`);
  }

  /** The texts of a table's column, by their titles. */
  async function cells(table: string, column: string): Promise<string[]> {
    const rows = `[aria-label="${table}"] tbody tr`;
    await user.see(rows);
    return await page.$$eval(`${rows} td[data-title="${column}"]`, (found) =>
      found.map((cell) => (cell as HTMLElement).innerText.trim()),
    );
  }

  /** Waits until a table's column reads so. The page reads what it depends on one after the other. */
  async function shows(label: string, column: string, expected: readonly string[]): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
      const found = await cells(label, column);
      if (isDeepStrictEqual(found, expected)) return;
      if (Date.now() > until) expect(found).to.deep.equal(expected);
    }
  }

  /** The table of an hour. */
  async function table(): Promise<string[][]> {
    const rows = '[aria-label="Orders of the hour by price"] tbody tr';
    await user.see(rows);
    return await page.$$eval(rows, (found) =>
      found.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.innerText.trim())),
    );
  }

  async function screenshot(name: string): Promise<void> {
    if (!process.env.SCREENSHOTS) return;
    mkdirSync(IMAGES, { recursive: true });
    await page.screenshot({ path: join(IMAGES, `${name}.png`), fullPage: true });
  }
});
