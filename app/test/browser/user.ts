/** What a person does with the page: finds things by their names, fills in, presses, reads. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ElementHandle, Page } from "puppeteer-core";

const WAIT_MS = 60_000;
const CHART = ".chart canvas";
/** How often a field is filled until it has the value. */
const FILLS = 5;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class User {
  readonly #page: Page;
  /** What the page complained about. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.#page = page;
    page.setDefaultTimeout(WAIT_MS);
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  async open(path: string): Promise<void> {
    await this.#page.evaluate((to) => location.assign(`#/${to}`), path);
    await this.see(`h1 ::-p-text(${path.charAt(0).toUpperCase()}${path.slice(1)})`);
  }

  /** Waits for an element. */
  async see(selector: string): Promise<ElementHandle> {
    const found = await this.#page.waitForSelector(selector);
    if (found === null) throw new Error(`${selector} is not there`);
    return found;
  }

  /** Waits until the page's text holds something. */
  async read(text: string | RegExp): Promise<void> {
    const [source, flags] = text instanceof RegExp ? [text.source, text.flags] : [literally(text), ""];
    await this.#page.waitForFunction((s, f) => new RegExp(s, f).test(document.body.innerText), {}, source, flags);
  }

  /** Waits until the page's text holds something no more. */
  async unread(text: string, timeout = WAIT_MS): Promise<void> {
    await this.#page.waitForFunction((gone) => !document.body.innerText.includes(gone), { timeout }, text);
  }

  /** Waits until so many elements are there. */
  async seeAll(selector: string, count: number): Promise<void> {
    for (const deadline = Date.now() + WAIT_MS; (await this.#page.$$(selector)).length !== count; ) {
      if (Date.now() > deadline) throw new Error(`there are not ${count} of ${selector}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async press(name: string, within = ""): Promise<void> {
    await this.#page.locator(`${within} ::-p-aria([name="${name}"][role="button"])`).click();
  }

  async choose(name: string): Promise<void> {
    await this.#page.locator(`::-p-aria([name="${name}"][role="radio"])`).click();
  }

  async fill(name: string, value: string, within = ""): Promise<void> {
    const field = this.#page.locator(`${within} ::-p-aria([name="${name}"][role="textbox"])`);
    // A form that was drawn anew meanwhile took a part of it.
    for (let left = FILLS; left > 0; left--) {
      await field.fill(value);
      if ((await field.map((node) => (node as HTMLInputElement).value).wait()) === value) return;
    }
    throw new Error(`${name} does not take ${value}`);
  }

  async select(name: string, label: string): Promise<void> {
    const list = await this.see(`::-p-aria([name="${name}"][role="combobox"])`);
    const value = await list.evaluate(
      (node, text) => [...(node as HTMLSelectElement).options].find((o) => o.label.includes(text))?.value,
      label,
    );
    if (value === undefined) throw new Error(`${name} has no ${label}`);
    await (list as ElementHandle<HTMLSelectElement>).select(value);
  }

  /** The page's first chart, as it is drawn. */
  async picture(): Promise<string> {
    return await (await this.see(CHART)).evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }

  /** Waits until the page's first chart is not as it was: it is drawn after what it shows has changed. */
  async drawnAnew(before: string): Promise<void> {
    await this.#page.waitForFunction(
      (chart, was) => ![was, undefined].includes(document.querySelector<HTMLCanvasElement>(chart)?.toDataURL()),
      {},
      CHART,
      before,
    );
  }

  /** Waits until a transaction of this title came to its end, and dismisses it. Gives its state and text. */
  async transaction(title: string): Promise<{ state: string; text: string }> {
    const selector = `.transaction:is([data-state="mined"], [data-state="failed"]) ::-p-text(${title})`;
    await this.see(selector);
    const found = await this.#page.evaluate((wanted) => {
      const all = [...document.querySelectorAll<HTMLElement>(".transaction")];
      const one = all.find((node) => node.innerText.includes(wanted));
      return { state: one?.dataset.state ?? "", text: one?.innerText ?? "" };
    }, title);
    await this.#page.locator(`.transaction button[aria-label^="Dismiss: ${title}"]`).click();
    return found;
  }

  /** Takes out complaints that were meant to be. @returns How many there were. */
  forgive(expected: RegExp): number {
    const others = this.complaints.filter((text) => !expected.test(text));
    return this.complaints.splice(0, this.complaints.length, ...others).length - others.length;
  }

  /** Serious and critical findings of axe on the page as it stands. */
  async accessibility(): Promise<string[]> {
    await this.#page.evaluate(AXE);
    return await this.#page.evaluate(async () => {
      const axe = Reflect.get(globalThis, "axe") as { run: () => Promise<{ violations: Violation[] }> };
      interface Violation {
        id: string;
        impact: string;
        nodes: { html: string }[];
      }
      const { violations } = await axe.run();
      return violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    });
  }

  /** Pixels by which the page is wider than the window. */
  async overflow(): Promise<number> {
    return await this.#page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  }
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
