/** The app in a real browser, against the running market: an hour bought, taken out, passed on, and nominated. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cashAccount, getPosition } from "@clearhour/sdk";
import { expect } from "chai";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { findChromium } from "./chromium.ts";
import { openStack, type Stack } from "./stack.ts";
import { User } from "./user.ts";
import { injectWallet, WALLET_NAME } from "./wallet.ts";

const IMAGES = join(import.meta.dirname, "..", "..", "..", "docs", "images");
const WIDTHS = [1440, 390] as const;
const PAGES = ["market", "portfolio", "delivery", "ledger"] as const;
/** Of these pages docs show pictures. */
const SHOWN = ["market", "portfolio"];
const chromium = findChromium();

describe(`the app in a browser${chromium === undefined ? " (skipped: no Chromium on the PATH)" : ""}`, function () {
  this.timeout(420_000);
  const ends: (() => Promise<void> | void)[] = [];
  const account = privateKeyToAccount(generatePrivateKey());
  const friend = privateKeyToAccount(generatePrivateKey());
  let stack: Stack;
  let page: Page;
  let user: User;

  before(async function () {
    if (chromium === undefined) return this.skip();
    stack = await openStack(ends);
    await stack.client.setBalance({ address: account.address, value: parseEther("10") });
    await stack.openDayAhead();
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const browser: Browser = await puppeteer.launch({ executablePath: chromium, args });
    ends.push(() => browser.close());
    page = await browser.newPage();
    user = new User(page);
    await injectWallet(page, account, stack.rpcUrl);
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(stack.url);
  });
  after(async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  });

  it("shows the market to everyone", async () => {
    await user.see("h1 ::-p-text(Market)");
    await user.see(".chart canvas");
    await user.read("Connect a wallet to place an order");
  });

  it("connects an injected wallet, and tells the development wallet apart", async () => {
    await user.press("Connect wallet");
    await user.read("Local chain only: its key is public.");
    await user.press(WALLET_NAME);
    await user.see(`code[title="${account.address}"]`);
  });

  it("says in words why a deposit fails, then makes one", async () => {
    await user.open("portfolio");
    await user.fill("Amount", "100");
    await user.press("Deposit");
    const refused = await user.transaction("Deposit 100.00 USDC");
    expect(refused.state).to.equal("failed");
    expect(refused.text).to.match(/token/i);
    await user.press("Mint 10000 test USDC");
    expect((await user.transaction("Mint 10000")).state).to.equal("mined");
    await user.fill("Amount", "2500");
    await user.press("Deposit");
    expect((await user.transaction("Deposit 2,500.00 USDC")).state).to.equal("mined");
    await user.read("2,500.00 USDC");
  });

  it("shows what an order takes before it is signed, and places it", async () => {
    await user.open("market");
    await user.choose("8x H100 SXM5 node");
    await user.choose("Day ahead");
    await user.fill("Lots", "3");
    await user.fill("Limit per lot", "33");
    await user.see('[data-testid="quote"] ::-p-text(99.099 USDC)');
    await user.press("Place order");
    expect((await user.transaction("Buy 3 lots of 8x H100")).state).to.equal("mined");
    await user.fill("Limit per lot", "18");
    await user.see('[data-testid="quote"] ::-p-text(54.054 USDC)');
    await user.press("Place order");
    expect((await user.transaction("Buy 3 lots of 8x H100")).state).to.equal("mined");
  });

  it("shows that the order cleared and why the other did not", async () => {
    await stack.clearDayAhead();
    await user.open("portfolio");
    await user.read(/Filled/);
    await user.read(/All of it filled at \d+\.\d\d\./);
    await user.read(/It cleared at \d+\.\d\d: above the limit of 18\.00\./);
    await user.press("Collect 2");
    expect((await user.transaction("Collect 2 orders")).state).to.equal("mined");
    await user.see(".heat td.long-4 ::-p-text(3)");
  });

  it("has no findings of axe and fits the window, on every page", async () => {
    if (process.env.SCREENSHOTS) await stack.tradeNow();
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      for (const path of PAGES) {
        await user.open(path);
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        expect(await user.accessibility(), `${path} at ${width}`).to.deep.equal([]);
        expect(await user.overflow(), `${path} at ${width}`).to.be.at.most(0);
        await screenshot(path, width);
      }
    }
    await page.setViewport({ width: 1440, height: 900 });
    await user.open("portfolio");
  });

  it("wraps, transfers and unwraps", async () => {
    await user.fill("Lots", "2");
    await user.press("Wrap into claims");
    expect((await user.transaction("Wrap 2 lots")).state).to.equal("mined");
    await user.press("Transfer");
    await user.fill("To address", friend.address);
    await user.fill("Lots to transfer", "1");
    await user.press("Transfer claims");
    expect((await user.transaction("Transfer 1 lot")).state).to.equal("mined");
    await user.press("Unwrap");
    expect((await user.transaction("Unwrap 1 lot")).state).to.equal("mined");
    const { client, deployment, series } = stack;
    expect(await getPosition(client, { deployment, accountId: cashAccount(account.address), series })).to.equal(2);
  });

  it("nominates, and says who serves it once the gate has closed", async () => {
    await user.open("delivery");
    await user.press("Nominate");
    expect((await user.transaction("Nominate 2 lots")).state).to.equal("mined");
    await user.read("Gate still open");
    await stack.commit(stack.series);
    await stack.clock.jumpTo(stack.firstHour * 3_600 - 890);
    await stack.assign(stack.series);
    await user.read(/Provider \d+ serves \d+ lots?\./);
    expect(await user.accessibility()).to.deep.equal([]);
  });

  it("shows the settlement in the ledger", async () => {
    await user.open("ledger");
    // Nobody attests in this market: the root stays out, and the sale is undone.
    await stack.clock.jumpTo((stack.firstHour + 4) * 3_600);
    await stack.settleWithoutRoot(stack.series);
    await user.read("No meter root: sale undone");
    await user.read("Order collected");
    await user.open("delivery");
    await user.read("No meter root came: the sale was undone");
    expect(await user.accessibility()).to.deep.equal([]);
  });

  it("had nothing to complain about", () => {
    expect(user.complaints).to.deep.equal([]);
  });

  async function screenshot(name: string, width: number): Promise<void> {
    if (!process.env.SCREENSHOTS || !SHOWN.includes(name)) return;
    mkdirSync(IMAGES, { recursive: true });
    await page.screenshot({
      path: join(IMAGES, `${name}-${width}.png`),
      fullPage: width < 500,
      optimizeForSpeed: false,
    });
  }
});
