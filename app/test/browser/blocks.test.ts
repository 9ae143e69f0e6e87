/** Strips and blocks through the screen: what is wrong with them, what they take, and what became of them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cashAccount, getBlockOrders, getPositions } from "@clearhour/sdk";
import { expect } from "chai";
import puppeteer, { type Browser, type HTTPRequest, type Page } from "puppeteer-core";
import { createWalletClient, http, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { fund } from "../../../local/market/accounts.ts";
import { type Ends, endAll } from "../../../local/program.ts";
import { findChromium } from "./chromium.ts";
import { openStack, type Stack } from "./stack.ts";
import { User } from "./user.ts";
import { injectWallet, WALLET_NAME } from "./wallet.ts";

const IMAGES = join(import.meta.dirname, "..", "..", "..", "docs", "images");
const WIDTHS = [1440, 390] as const;
const GPU = "8x H100 SXM5 node";
const chromium = findChromium();

describe(`strips and blocks in a browser${chromium === undefined ? " (skipped: no Chromium)" : ""}`, function () {
  this.timeout(240_000);
  // Each step stands on the one before.
  this.bail(true);
  const ends: Ends = [];
  const account = privateKeyToAccount(generatePrivateKey());
  let stack: Stack;
  let page: Page;
  let user: User;

  before(async function () {
    // Where there has to be one, the test of the whole app says so.
    if (chromium === undefined) return this.skip();
    stack = await openStack(ends, { delivers: false });
    const { client, deployment, rpcUrl } = stack;
    await client.setBalance({ address: account.address, value: parseEther("10") });
    const wallet = createWalletClient({ account, chain: hardhat, transport: http(rpcUrl) });
    await fund(wallet, deployment, account.address);
    await stack.openDayAhead();
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const browser: Browser = await puppeteer.launch({ executablePath: chromium, args });
    ends.push(() => browser.close());
    page = await browser.newPage();
    user = new User(page);
    await injectWallet(page, account, rpcUrl);
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(stack.url);
    await user.press("Connect wallet");
    await user.press(WALLET_NAME);
    await user.choose("Day ahead");
    await user.choose(GPU);
  });
  after(() => endAll(ends));

  afterEach(async function () {
    if (this.currentTest?.state === "failed") console.log(await page.evaluate(() => document.body.innerText));
  });

  it("are offered where an auction trades several hours", async () => {
    await user.choose("Hour ahead");
    await user.seeAll('::-p-aria([name="Strip"][role="radio"])', 0);
    await user.choose("Day ahead");
    await user.choose("Strip");
    await user.read("It may fill in part.");
  });

  it("say beside each field what is wrong with what was typed", async () => {
    const wrong: readonly (readonly [field: string, value: string, right: string, words: string])[] = [
      ["Hours", "1", "4", "From 2 to 36."],
      ["Hours", "1e1", "4", "From 2 to 36."],
      ["Hours", "99", "4", "From 2 to 36."],
      ["Lots in each hour", "0", "2", "A whole number from 1."],
      ["Lots in each hour", "-3", "2", "A whole number from 1."],
      ["Limit, average per lot", "cheap", "33", "A number such as 24.50."],
      ["Limit, average per lot", "24.05", "33", "In steps of 0.10 USDC: 24.00 USDC or 24.10 USDC."],
      ["Limit, average per lot", "0", "33", "Above zero"],
    ];
    for (const [field, value, right, words] of wrong) {
      await user.fill(field, value);
      await user.see(`.ticket .hint.bad ::-p-text(${words})`);
      expect(await mayPlace(), `${field} ${value}`).to.equal(false);
      await user.fill(field, right);
    }
    expect(await user.accessibility()).to.deep.equal([]);
  });

  it("say what the market or the account lacks", async () => {
    await user.fill("Lots in each hour", "10000");
    await user.read(/[\d,.]+ USDC more free cash is needed/);
    expect(await mayPlace()).to.equal(false);
    await user.fill("Lots in each hour", "2");
    await user.choose("Sell what you hold");
    await user.read(/You hold none of \w+ \d+ \w+ \d\d:00; 2 are needed\./);
    await user.see('.ticket [role="alert"] ::-p-text(You hold none of)');
    expect(await mayPlace()).to.equal(false);
    await user.choose("Buy");
    await user.choose("CPU 4 cores");
    await user.choose("Strip");
    await user.fill("Hours", "2");
    await user.fill("Limit, average per lot", "0.2");
    await user.read("Worth 0.40 USDC: a strip or block has to be worth 1.00 USDC.");
    await user.choose(GPU);
    await user.choose("Strip");
  });

  it("show what a strip takes, and place it", async () => {
    await user.fill("Hours", "4");
    await user.fill("Lots in each hour", "2");
    await user.fill("Limit, average per lot", "36");
    // 2 lots x 4 hours x 36, fees of 0.1%, rounded up for each lot, and a place at 0.01.
    await user.see('[data-testid="quote"] ::-p-text(288.298008 USDC)');
    await user.read(/\d+ of 800 words are taken, it takes 1/);
    await user.read(/it would likely fill, and cost [\d.]+ USDC/);
    await user.press("Place order");
    expect((await user.transaction("Buy strip: 2 lots in each of 4 hours of 8x H100")).state).to.equal("mined");
  });

  it("place blocks, all or none and with a least share, one of which asks too much", async () => {
    await user.choose("Block");
    await user.read("All or none.");
    await user.fill("Lots in each hour", "1");
    await user.fill("Limit, average per lot", "5");
    await user.read(/It could never fill: bid at least \d+\.\d\d, where this auction's prices end\./);
    expect(await mayPlace()).to.equal(false);
    await user.fill("Limit, average per lot", "16");
    await user.read(/it would not fill: its limit is [\d.]+ below/);
    await user.press("Place order");
    expect((await user.transaction("Buy block: 1 lot in each of 4 hours")).state).to.equal("mined");
    await user.fill("Lots in each hour", "3");
    await user.fill("Fill at least", "50");
    await user.read("None, or at least 8 of all 12 lots, evenly.");
    await user.fill("Fill at least", "0");
    await user.read("A whole number from 1 to 100.");
    await user.fill("Fill at least", "30");
    await user.fill("Limit, average per lot", "35");
    await user.press("Place order");
    expect((await user.transaction("Buy block: 3 lots in each of 4 hours")).state).to.equal("mined");
  });

  it("place a block whose lots differ from hour to hour", async () => {
    await user.choose("Profile");
    await user.fill("Hours", "8");
    await user.fill("Fill at least", "100");
    await user.seeAll(".profile input", 8);
    const hours = await page.$$eval(".profile input", (inputs) => inputs.map((input) => input.ariaLabel ?? ""));
    await user.fill(hours[1] ?? "", "0");
    await user.read("hour 2 has none");
    expect(await mayPlace()).to.equal(false);
    for (const [i, lots] of ["2", "2", "4", "4", "6", "6", "4", "2"].entries()) await user.fill(hours[i] ?? "", lots);
    await user.fill("Fill at least", "50");
    await user.read("None, or at least 15 of all 30 lots, evenly.");
    await user.fill("Limit, average per lot", "34");
    await user.see('[data-testid="quote"] ::-p-text(1,021.05003 USDC)');
    await pictures("blocks");
    await user.press("Place order");
    expect((await user.transaction("Buy block: 30 lots over 8 hours")).state).to.equal("mined");
    const { client, deployment } = stack;
    const placed = await getBlockOrders(client, { deployment, accounts: [cashAccount(account.address)] });
    expect(
      placed.map(({ order: { least, lots, periods, profile } }) => ({ least, lots, periods, profile })),
    ).to.deep.equal([
      { least: 0, lots: 2, periods: 4, profile: [] },
      { least: 1, lots: 1, periods: 4, profile: [] },
      { least: 1, lots: 3, periods: 4, profile: [] },
      { least: 1, lots: 2, periods: 8, profile: [1, 1, 2, 2, 3, 3, 2, 1] },
    ]);
  });

  it("are listed among the orders where hourly ones cannot be read, which is said", async () => {
    const cut = (request: HTTPRequest) => {
      // One that set out before requests were held cannot be.
      if (request.interceptResolutionState().action === "disabled") return;
      void (request.postData()?.includes("query Orders(") ? request.abort() : request.continue());
    };
    page.on("request", cut);
    await page.setRequestInterception(true);
    await user.open("portfolio");
    await user.read("Hourly orders are not up to date");
    await user.seeAll('[aria-label="Orders"] tbody tr', 4);
    await page.setRequestInterception(false);
    page.off("request", cut);
    await user.unread("not up to date");
    expect(user.forgive(/net::ERR_FAILED/)).to.be.greaterThan(0);
  });

  it("are listed as firm until their auction is final", async () => {
    await user.read("Buy block: 30 lots over 8 hours");
    await user.read("Its auction is not final yet. Until then it is firm.");
    await user.seeAll('[aria-label="Orders"] tbody tr', 4);
  });

  it("are solved by a keeper, say what became of them and why, and are collected", async () => {
    await stack.clearDayAhead();
    await user.read(/All of it filled, at \d+\.\d+ on average\./);
    await user.read(/Its limit of 16\.00 is below the average price, \d+\.\d+\./);
    await user.press("Collect 4");
    expect((await user.transaction("Collect 4 strips and blocks")).state).to.equal("mined");
    await user.read("Its place in the list cost 0.01 USDC.");
    await user.unread("to be collected");
    const { client, deployment, firstHour, market } = stack;
    const accountId = cashAccount(account.address);
    const orders = await getBlockOrders(client, { deployment, accounts: [accountId] });
    const filled = orders.map(({ collected }) => collected?.filled ?? 0);
    expect(filled.slice(0, 2)).to.deep.equal([2, 0]);
    expect(filled[2]).to.be.greaterThan(0);
    const range = { product: market.products.gpu, fromHour: firstHour, toHour: firstHour + 8 };
    const held = await getPositions(client, { deployment, accountId, ...range });
    const bought = [1, 1, 2, 2, 3, 3, 2, 1].map((unit, i) => {
      return (i < 4 ? 2 + (filled[2] ?? 0) : 0) + unit * (filled[3] ?? 0);
    });
    expect(held.map(({ lots }) => lots)).to.deep.equal(bought);
    await pictures("blocks-collected");
  });

  it("had nothing to complain about", () => {
    expect(user.complaints).to.deep.equal([]);
  });

  async function mayPlace(): Promise<boolean> {
    return await page.$eval(".ticket button[type=submit]", (button) => !(button as HTMLButtonElement).disabled);
  }

  /** The page as it stands at both widths: nothing to complain about, and a picture. */
  async function pictures(name: string): Promise<void> {
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await user.accessibility(), `${name} at ${width}`).to.deep.equal([]);
      expect(await user.overflow(), `${name} at ${width}`).to.be.at.most(0);
      if (!process.env.SCREENSHOTS) continue;
      mkdirSync(IMAGES, { recursive: true });
      await page.screenshot({ path: join(IMAGES, `${name}-${width}.png`), fullPage: true });
    }
    await page.setViewport({ width: 1440, height: 900 });
  }
});
