/** The provider agent: serves the slots that its lots were assigned to, and meters them. */
import { type AccountId, cashAccount } from "@clearhour/sdk";
import { assignmentPath } from "@clearhour/sdk/access";
import type { Address, PrivateKeyAccount } from "viem";
import type { Head } from "../chain/head.ts";
import { Sender } from "../chain/sender.ts";
import { Gatekeeper } from "../delivery/access.ts";
import { type HourFacts, pairKey, type SlotFacts } from "../delivery/facts.ts";
import { DataFolder } from "../delivery/files.ts";
import { type Handler, servePublic } from "../delivery/server.ts";
import { DeliveryView } from "../delivery/view.ts";
import type { HttpServer } from "../runtime/server.ts";
import type { Role, Tools } from "../runtime/service.ts";
import { Upkeep } from "../upkeep/upkeep.ts";
import type { ProvideConfig } from "./config.ts";
import { type Exporter, exporterFor } from "./exporter.ts";
import { providerMetrics } from "./metrics.ts";
import { Published } from "./published.ts";
import { route } from "./routes.ts";
import { Slot } from "./slot.ts";

/** How often slots are looked at, in ms of the machine's time. */
const TICK_MS = 150;
/** How long the agent waits for its own exporter, in ms of the machine's time. */
const SCRAPE_MS = 10_000;

/** A slot with its exporter, by `series/commitment/nomination`. */
type Served = { readonly hour: HourFacts; readonly slot: Slot; readonly exporter: Exporter };

export class Provider implements Role {
  readonly #tools: Tools;
  readonly #config: ProvideConfig;
  readonly #account: AccountId;
  readonly #meter: PrivateKeyAccount;
  readonly #view: DeliveryView;
  readonly #sender: Sender;
  readonly #upkeep: Upkeep;
  readonly #published: Published;
  readonly #metrics;
  readonly #served = new Map<string, Served>();
  #folder: DataFolder | undefined;
  #server: HttpServer | undefined;
  /** The same for the agent itself, so that no crowd of strangers keeps it from its samples. */
  #exporter: HttpServer | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param meter The key that the registered endpoint names: it signs the samples. */
  constructor(tools: Tools, config: ProvideConfig, meter: PrivateKeyAccount) {
    this.#tools = tools;
    this.#config = config;
    this.#meter = meter;
    const { connection } = tools;
    this.#account = cashAccount(connection.account.address, config.desk);
    this.#view = new DeliveryView(tools);
    this.#sender = new Sender(connection, tools);
    this.#published = new Published(config.oracles.split(",").filter(Boolean));
    this.#metrics = providerMetrics(tools.metrics.registry);
    const self = { address: connection.account.address, account: this.#account };
    this.#upkeep = new Upkeep(connection, this.#view, self, (book) => this.#published.readingsOf(book));
  }

  async start(): Promise<void> {
    const { dataDir, endpointHost, endpointPort } = this.#config;
    this.#folder = new DataFolder(dataDir);
    const gatekeeper = new Gatekeeper(this.#view.domain, this.#view.clock);
    const answer: Handler = (request) =>
      route(request, {
        gatekeeper,
        slotOf: (assignment) => this.#served.get(keyOf(assignment))?.slot,
        slots: () => [...this.#served.values()].map(({ slot }) => slot),
        oraclesOf: (product) => this.#oraclesOf(product),
        pageOf: (slot) => this.#pageOf(slot),
        bundleOf: ({ facts }) => this.#published.bundleOf(facts.assignment),
        now: () => this.#view.clock.now(),
      });
    const { logger } = this.#tools;
    this.#server = await servePublic(endpointHost, endpointPort, logger, answer);
    this.#exporter = await servePublic("127.0.0.1", 0, logger, answer);
    logger.info({ endpointPort: this.#server.port, meterKey: this.#meter.address }, "serving");
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([...this.#served.values()].map(({ slot }) => slot.stop()));
    await this.#server?.close();
    await this.#exporter?.close();
    this.#folder?.close();
  }

  async round(head: Head): Promise<boolean> {
    if (await this.#view.follow(head)) this.#sender.forget();
    await this.#sender.settle(head);
    await this.#assign();
    this.#published.refresh(
      this.#view.books.all(),
      [...this.#served.values()].map(({ slot }) => slot.facts.assignment),
    );
    if (!this.#config.upkeep) return false;
    return await this.#sender.submit(await this.#upkeep.intents(head), head);
  }

  /** Takes over the slots of this provider's lots, and gives up those that are over or were reassigned by a reorg. */
  async #assign(): Promise<void> {
    const now = this.#view.clock.now();
    const hours = this.#view.hours(({ provider }) => provider === this.#account);
    const current = new Map<string, { hour: HourFacts; facts: SlotFacts }>();
    for (const hour of hours) {
      if (now > retainedUntil(hour)) continue;
      for (const facts of hour.slots) {
        if (facts.provider === this.#account) current.set(keyOf(facts.assignment), { hour, facts });
      }
    }
    for (const [key, { hour, slot }] of this.#served) {
      const facts = current.get(key)?.facts;
      if (facts !== undefined && isSame(facts, slot.facts)) continue;
      this.#served.delete(key);
      await slot.stop();
      if (now > retainedUntil(hour)) this.#folder?.prune(hour.product.product, hour.hour + 1);
    }
    for (const [key, { facts, hour }] of current) if (!this.#served.has(key)) this.#serve(key, hour, facts);
  }

  #serve(key: string, hour: HourFacts, facts: SlotFacts): void {
    const exporter = exporterFor(hour, facts, this.#config.synthetic);
    const { assignment, meterKey } = facts;
    const problem =
      exporter === undefined
        ? "this machine meters no accelerators, and made-up figures are not allowed (--synthetic)"
        : meterKey === this.#meter.address
          ? undefined
          : `the endpoint was registered with the meter key ${meterKey}`;
    if (exporter === undefined || problem !== undefined) {
      this.#tools.logger.error({ ...assignment, problem }, "cannot deliver");
      this.#tools.status.lacks(`slot ${key}`, problem ?? "");
      return;
    }
    const { product, hour: number } = assignment;
    const name = `${assignment.commitment}-${assignment.nomination}`;
    const file = <T>(kind: string) => (this.#folder as DataFolder).file<T>(product, number, name, `${kind}.jsonl`);
    const files = {
      samples: file<never>("samples"),
      receipts: file<never>("receipts"),
      orders: file<never>("orders"),
      starts: file<number>("starts"),
    };
    const periodMs = hour.product.terms.delivery.period * 1000;
    const { cpuShare: sharePercent, restartSeconds, sampleSeconds } = this.#config;
    const settings = {
      sampleEvery: sampleSeconds * 1000 || Math.floor(periodMs / 60),
      restartAfter: restartSeconds * 1000 || Math.floor(periodMs / 12),
      sharePercent,
    };
    const slot = new Slot(hour, facts, { domain: this.#view.domain, meter: this.#meter, files, settings });
    this.#served.set(key, { hour, slot, exporter });
    this.#tools.logger.info({ ...assignment, lots: facts.lots, nominee: facts.nominee }, "slot assigned");
  }

  /** Steps and samples every slot. One that fails does not keep the others from it. */
  #tick(): void {
    if (!this.#view.clock.isSet) return;
    this.#metrics.slots.set(this.#served.size);
    for (const { slot } of this.#served.values()) {
      this.#work(slot).catch((error: unknown) => {
        this.#metrics.failures.inc();
        this.#tools.logger.error({ ...slot.facts.assignment, error }, "slot failed");
      });
    }
  }

  async #work(slot: Slot): Promise<void> {
    const { clock } = this.#view;
    await slot.step(clock.now());
    if (await slot.sample(clock.now(), () => this.#scrape(slot))) this.#metrics.samples.inc();
  }

  /** As Prometheus does: over HTTP, the page that everyone sees. */
  async #scrape({ facts }: Slot): Promise<string> {
    const url = `http://127.0.0.1:${this.#exporter?.port}${assignmentPath(facts.assignment)}/metrics`;
    const response = await fetch(url, { signal: AbortSignal.timeout(SCRAPE_MS) });
    const page = await response.text();
    // What is signed as a sample counts: an error is none.
    if (!response.ok) throw new Error(`the exporter answered ${response.status}: ${page.slice(0, 200)}`);
    return page;
  }

  #pageOf(slot: Slot): string {
    const served = this.#served.get(keyOf(slot.facts.assignment));
    return served?.exporter(slot.figures(), this.#view.clock.now()) ?? "";
  }

  #oraclesOf(product: number): readonly Address[] {
    const { first, second } = this.#view.catalogue.product(product) ?? {};
    return [...(first?.members ?? []), ...(second?.members ?? [])];
  }
}

function keyOf({ hour, product, ...pair }: SlotFacts["assignment"]): string {
  return `${product}/${hour}/${pairKey(pair)}`;
}

function isSame(a: SlotFacts, b: SlotFacts): boolean {
  return a.lots === b.lots && a.accessKey === b.accessKey && a.meterKey === b.meterKey && a.holder === b.holder;
}

/** Samples are served until nothing about the hour can be disputed or decided any more, in ms. */
function retainedUntil({ end, product }: HourFacts): number {
  const { challengeWindow, decisionWindow, rootDue } = product.terms.delivery;
  return end + 1000 * (rootDue + 3 * challengeWindow + 2 * decisionWindow);
}
