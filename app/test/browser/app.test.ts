/** The app in a real browser, against the running market: an hour bought, taken out, passed on, used and settled. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cashAccount, getPosition } from "@clearhour/sdk";
import { expect } from "chai";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { type Ends, endAll } from "../../../local/program.ts";
import { findChromium } from "./chromium.ts";
import { deliveryOf } from "./delivery.ts";
import { countScripts, MOST_BYTES } from "./firstLoad.ts";
import { expectSameLedger } from "./ledger.ts";
import { openStack, type Stack, until } from "./stack.ts";
import { User } from "./user.ts";
import { injectWallet, WALLET_NAME, type WalletOwner } from "./wallet.ts";

const IMAGES = join(import.meta.dirname, "..", "..", "..", "docs", "images");
const WIDTHS = [1440, 390] as const;
const PAGES = ["market", "portfolio", "delivery", "ledger"] as const;
/** Docs show pictures of these as they stand before the hour, and of the others as they are during and after it. */
const SHOWN: readonly string[] = ["market", "portfolio"];
const chromium = findChromium();

describe(`the app in a browser${chromium === undefined ? " (skipped: no Chromium on the PATH)" : ""}`, function () {
  this.timeout(420_000);
  // Each step stands on the one before.
  this.bail(true);
  const ends: Ends = [];
  const account = privateKeyToAccount(generatePrivateKey());
  const friend = privateKeyToAccount(generatePrivateKey());
  let stack: Stack;
  let delivery: ReturnType<typeof deliveryOf>;
  let page: Page;
  let user: User;
  let owner: WalletOwner;
  let downloads: string;
  let scriptBytes: () => Promise<number>;

  before(async function () {
    if (chromium === undefined) {
      if (process.env.CI) throw new Error("There is no Chromium on the PATH, and apt could not install one (as root).");
      return this.skip();
    }
    stack = await openStack(ends, { delivers: true });
    delivery = deliveryOf(stack);
    await stack.client.setBalance({ address: account.address, value: parseEther("10") });
    await stack.openDayAhead();
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    downloads = mkdtempSync(join(tmpdir(), "clearhour-downloads-"));
    ends.push(() => rmSync(downloads, { recursive: true }));
    const downloadBehavior = { policy: "allow", downloadPath: downloads } as const;
    const browser: Browser = await puppeteer.launch({ executablePath: chromium, args, downloadBehavior });
    ends.push(() => browser.close());
    page = await browser.newPage();
    user = new User(page);
    owner = await injectWallet(page, account, stack.rpcUrl);
    await page.setViewport({ width: 1440, height: 900 });
    scriptBytes = countScripts(page);
    await page.goto(stack.url);
  });
  after(() => endAll(ends));

  afterEach(async function () {
    if (this.currentTest?.state === "failed") console.log(await page.evaluate(() => document.body.innerText));
  });

  it("shows the market to everyone", async () => {
    await user.see("h1 ::-p-text(Market)");
    await user.see(".chart canvas");
    await user.read("Connect a wallet to place an order");
  });

  it(`has loaded at most ${MOST_BYTES / 1000} kB of JavaScript for that, gzip`, async () => {
    const bytes = await scriptBytes();
    expect(bytes).to.be.greaterThan(50_000);
    expect(bytes, `${bytes} bytes`).to.be.at.most(MOST_BYTES);
    console.log(`      ${(bytes / 1000).toFixed(0)} kB`);
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
    await user.press("Mint 10,000 test USDC");
    expect((await user.transaction("Mint 10,000")).state).to.equal("mined");
    await user.fill("Amount", "2400");
    await user.press("Deposit");
    expect((await user.transaction("Deposit 2,400.00 USDC")).state).to.equal("mined");
    await user.read("2,400.00 USDC");
  });

  it("shows both transactions of an approval and a deposit", async () => {
    await user.fill("Amount", "100");
    await user.press("Approve and deposit");
    const both = [await user.transaction("Approve 100.00 USDC"), await user.transaction("Deposit 100.00 USDC")];
    expect(both.map(({ state }) => state)).to.deep.equal(["mined", "mined"]);
    const hashes = both.map(({ text }) => /0x[0-9a-f]{4}…[0-9a-f]{4}/.exec(text)?.[0]);
    expect(hashes).to.not.include(undefined);
    expect(hashes[0]).to.not.equal(hashes[1]);
    await user.read("2,500.00 USDC");
  });

  it("shows what an order takes before it is signed, and places it", async () => {
    await user.open("market");
    await user.choose("Day ahead");
    await user.fill("Lots", "2");
    await user.fill("Limit per lot", "0.32");
    await user.press("Place order");
    expect((await user.transaction("Buy 2 lots of CPU")).state).to.equal("mined");
    await user.choose("8x H100 SXM5 node");
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
    await user.press("Collect 3");
    expect((await user.transaction("Collect 3 orders")).state).to.equal("mined");
    await user.see(".heat td.long-4 ::-p-text(3)");
  });

  it("has no findings of axe and fits the window, on every page", async () => {
    if (process.env.SCREENSHOTS) await stack.tradeNow();
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      for (const path of PAGES) {
        await user.open(path);
        if (path === "market") await prepareOrder();
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        expect(await user.accessibility(), `${path} at ${width}`).to.deep.equal([]);
        expect(await user.overflow(), `${path} at ${width}`).to.be.at.most(0);
        if (SHOWN.includes(path)) await screenshot(path, width);
      }
    }
    await page.setViewport({ width: 1440, height: 900 });
    await user.open("portfolio");
  });

  it("draws its chart anew in the colours of a dark scheme, which can be read as well", async () => {
    await user.open("market");
    const light = await user.picture();
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await user.drawnAnew(light);
    for (const path of PAGES) {
      await user.open(path);
      if (path === "market") await prepareOrder();
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(await user.accessibility(), `${path}, dark`).to.deep.equal([]);
      if (path === "market") await screenshot("market-dark", 1440);
    }
    await page.emulateMediaFeatures([]);
    await user.open("portfolio");
  });

  it("says that the wallet refused, and that it is on another chain", async () => {
    owner.refuses = true;
    await user.fill("Amount", "1");
    await user.press("Withdraw");
    const refused = await user.transaction("Withdraw 1.00 USDC");
    expect(refused).to.include({ state: "failed" });
    expect(refused.text).to.match(/refused|rejected|declined/i);
    await owner.switchTo(1);
    await user.read("Your wallet is on another chain");
    await user.press("Withdraw");
    expect((await user.transaction("Withdraw 1.00 USDC")).text).to.match(/chain 1\b/);
    await user.press("Switch to Local chain");
    await user.see(".notice .bad");
    owner.refuses = false;
    await user.press("Switch to Local chain");
    await user.unread("Your wallet is on another chain");
    await user.press("Withdraw");
    expect((await user.transaction("Withdraw 1.00 USDC")).state).to.equal("mined");
  });

  it("goes on without the subgraph, says when that is behind, and when the chain is silent", async () => {
    const { chain, graph, source } = stack.proxies;
    graph.cut();
    await user.read("Orders are not up to date");
    await user.read(/[\d,]+\.\d+ USDC/);
    graph.restore();
    await user.unread("not up to date");
    chain.cut();
    await user.read("chain does not answer");
    chain.restore();
    await user.unread("chain does not answer");
    source.cut();
    await user.read("The subgraph is behind the chain");
    expect(await user.accessibility()).to.deep.equal([]);
    source.restore();
    // Graph-node waits longer from one attempt to the next.
    await user.unread("The subgraph is behind the chain", 240_000);
    expect(user.forgive(/Failed to load resource/)).to.be.greaterThan(1);
  });

  it("wraps, transfers and unwraps", async () => {
    await user.select("Hour held", "H100");
    await user.fill("Lots", "2");
    await user.press("Wrap into claims");
    expect((await user.transaction("Wrap 2 lots")).state).to.equal("mined");
    await user.press("Transfer");
    await user.fill("To address", friend.address);
    await user.fill("Lots to transfer", "1");
    await user.press("Transfer claims");
    expect((await user.transaction("Transfer 1 lot")).state).to.equal("mined");
    // The row has what is left of it a moment later: all of it is unwrapped.
    await user.see('[aria-label="Claims"] td[data-title="Lots"] ::-p-text(1)');
    await user.press("Unwrap");
    expect((await user.transaction("Unwrap 1 lot")).state).to.equal("mined");
    const { client, deployment, series } = stack;
    expect(await getPosition(client, { deployment, accountId: cashAccount(account.address), series })).to.equal(2);
  });

  it("nominates, and says who serves it once the gate has closed", async () => {
    await user.open("delivery");
    for (const product of ["CPU", "H100"]) {
      await user.select("Hour", product);
      await user.press("Nominate");
      expect((await user.transaction("Nominate 2 lots")).state).to.equal("mined");
    }
    await user.read("Gate still open");
    await delivery.assign();
    await user.read(/Provider \d+ serves \d+ lots?\./);
    expect(await user.accessibility()).to.deep.equal([]);
  });

  it("has the wallet make the key again where the browser does not have it", async () => {
    await page.evaluate(() => {
      for (const name of Object.keys(localStorage))
        if (name.startsWith("clearhour.access")) localStorage.removeItem(name);
    });
    await page.reload();
    await user.read("This browser does not have the key of these lots");
    await owner.switchTo(1);
    await user.read("Your wallet is on another chain");
    await user.press("Get the key from the wallet");
    await user.read("The wallet did not make the key");
    await user.press("Switch to Local chain");
    await user.unread("Your wallet is on another chain");
    await user.press("Get the key from the wallet");
    await user.read("Order the job");
  });

  it("orders jobs from whoever serves the hour, with that key", async () => {
    for (let left = await delivery.jobs(); left > 0; left--) {
      await user.seeAll('::-p-aria([name="Order the job"][role="button"])', left);
      await user.press("Order the job");
    }
    await user.read("ordered; it is checked once the hour begins");
    await delivery.begin();
  });

  it("watches the meter while the job runs, checks its work and signs receipts", async () => {
    await delivery.passed(20);
    await user.read(/\d+ pieces of work done; this browser recomputed \d+ of them and got the same results/);
    await user.read(/[1-9]\d* receipts? signed since this page was opened/);
    await user.read("synthetic: no hardware was measured");
    await user.read(/Delivered, with proof\s+[1-9]/);
    await user.read(/Challenges answered\s+[1-9]\d* of \d+/);
    // What a page has left off it takes up again.
    await page.reload();
    await user.read(/[1-9]\d* receipts? signed since this page was opened/);
    await user.seeAll(".track", await delivery.jobs());
    await pictures("delivery");
  });

  it("says what is wrong with a provider", async () => {
    delivery.setPace("slow");
    const { providers } = stack.proxies;
    for (const proxy of providers) proxy.cut();
    await user.read("The provider does not answer.");
    await user.read("lets no page of another site ask it (CORS)");
    expect(await user.accessibility()).to.deep.equal([]);
    for (const proxy of providers) proxy.restore();
    await user.unread("The provider does not answer.");
    // Checks go by the chain's clock, and the process comes back after five minutes of it.
    delivery.setPace("preparing");
    expect(await delivery.kill("gpu")).to.be.greaterThan(0);
    await user.read("The job is not running.");
    delivery.setPace("delivering");
    // Two slots of challenges: each oracle has tried it in vain. A shorter loss is the buyer's where too few have.
    await delivery.keepDown("gpu", 20);
    await delivery.read();
    await user.read("Waits for its reading");
    expect(user.forgive(/Failed to load resource/)).to.be.greaterThan(1);
  });

  it("shows the settled reading, and that it follows from its samples", async () => {
    await delivery.settle();
    await user.read(/[1-9]\d*(\.\d+)?% delivered, .*lost to the provider/);
    await user.press("Check against its samples");
    await user.read("The same reading follows from its signed samples, receipts and challenges.");
    await user.see('[aria-label="Settled readings"] tbody tr');
    await pictures("delivery-settled");
  });

  it("shows the settlement in the ledger", async () => {
    await user.open("ledger");
    await user.read("Damages for a shortfall");
    await user.read("Order collected");
    await pictures("ledger");
  });

  it("states whom damages came from, and gives the same as CSV", async () => {
    await user.press("Download CSV");
    const file = join(downloads, `clearhour-${account.address}.csv`);
    await until(() => Promise.resolve(existsSync(file)));
    const rows = await expectSameLedger(page, file);
    const providers = stack.desks.filter(({ participant }) => participant.role === "provider");
    const names = providers.map((desk) => `Provider ${desk.account.address}`);
    const damages = rows.filter(({ reason }) => reason === "shortfallPaid");
    expect(damages).to.not.be.empty;
    for (const { counterparty } of damages) expect(names).to.include(counterparty);
  });

  it("had nothing to complain about", () => {
    expect(user.complaints).to.deep.equal([]);
  });

  /** The market with its chart, and an order that is not placed. */
  async function prepareOrder(): Promise<void> {
    await user.see(".chart canvas");
    await user.fill("Limit per lot", "0.16");
    await user.see('[data-testid="quote"]');
  }

  /** The page as it stands at both widths: nothing to complain about, and a picture. */
  async function pictures(name: string): Promise<void> {
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await user.accessibility(), `${name} at ${width}`).to.deep.equal([]);
      expect(await user.overflow(), `${name} at ${width}`).to.be.at.most(0);
      await screenshot(name, width);
    }
    await page.setViewport({ width: 1440, height: 900 });
  }

  async function screenshot(name: string, width: number): Promise<void> {
    if (!process.env.SCREENSHOTS) return;
    mkdirSync(IMAGES, { recursive: true });
    await page.screenshot({
      path: join(IMAGES, `${name}-${width}.png`),
      fullPage: true,
      optimizeForSpeed: false,
    });
  }
});
