/**
 * One oracle. In an hour it challenges every endpoint; after it, it says what it has seen, hears what its peers have
 * seen, computes the readings that follow by the rules of combine.ts, and signs: as one of the first set the root of the
 * readings, as one of the second set its verdict on a reading that is disputed. Whoever has a quorum of signatures
 * brings them to the chain.
 */
import { randomInt } from "node:crypto";
import type { Head } from "../chain/head.ts";
import { type Intent, Sender } from "../chain/sender.ts";
import type { HourFacts, OracleSetFacts, ProductFacts } from "../delivery/facts.ts";
import { DataFolder } from "../delivery/files.ts";
import type { SeriesBook } from "../delivery/seriesBook.ts";
import { servePublic } from "../delivery/server.ts";
import { DeliveryView } from "../delivery/view.ts";
import type { HttpServer } from "../runtime/server.ts";
import type { Role, Tools } from "../runtime/service.ts";
import { Upkeep } from "../upkeep/upkeep.ts";
import type { AttestConfig } from "./config.ts";
import { MissingSamplesError } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { AttestedHour, type HourEvent } from "./hour.ts";
import { oracleMetrics } from "./metrics.ts";
import { Originals } from "./originals.ts";
import { provenReadings } from "./proofs.ts";
import type { HourResult } from "./readings.ts";
import { Roots } from "./roots.ts";
import { route } from "./routes.ts";
import { timetableOf } from "./timetable.ts";
import { Verdicts } from "./verdicts.ts";

/** How often hours are looked at, in ms of the machine's time. */
const TICK_MS = 200;
/** How long a peer may take to answer, in ms of the machine's time. */
const PEER_MS = 5_000;
const RANDOM_STEPS = 2 ** 32;

export class Oracle implements Role {
  readonly #tools: Tools;
  readonly #config: AttestConfig;
  readonly #view: DeliveryView;
  readonly #sender: Sender;
  readonly #upkeep: Upkeep;
  readonly #exchange: Exchange;
  readonly #roots: Roots;
  readonly #verdicts: Verdicts;
  readonly #metrics;
  readonly #hours = new Map<bigint, AttestedHour>();
  /** The last hour of each product that is no longer on disk. */
  readonly #pruned = new Map<number, number>();
  /** Peers that were warned about. */
  readonly #warned = new Set<string>();
  #folder: DataFolder | undefined;
  #server: HttpServer | undefined;
  #timer: NodeJS.Timeout | undefined;
  #ticking = false;

  constructor(tools: Tools, config: AttestConfig) {
    this.#tools = tools;
    this.#config = config;
    const { connection, logger, metrics } = tools;
    this.#view = new DeliveryView(tools);
    this.#sender = new Sender(connection, tools);
    this.#metrics = oracleMetrics(metrics.registry);
    const { domain } = this.#view;
    this.#exchange = new Exchange({
      domain,
      peers: config.peers.split(",").filter(Boolean),
      timeoutMs: PEER_MS,
      warn: (peer, error) => {
        this.#metrics.invalid.inc();
        // Whoever lies could fill the log.
        logger[this.#warned.has(peer) ? "debug" : "warn"]({ peer, error }, "a peer sent what no honest oracle sends");
        this.#warned.add(peer);
      },
    });
    this.#roots = new Roots(connection);
    const sources = config.sources.split(",").filter(Boolean);
    this.#verdicts = new Verdicts(connection, domain, new Originals(sources, PEER_MS));
    const self = { address: connection.account.address, account: undefined };
    this.#upkeep = new Upkeep(connection, this.#view, self, ({ root, series }) => {
      const result = root && this.#hours.get(series)?.resultOf(root.root);
      return result && provenReadings(result);
    });
  }

  async start(): Promise<void> {
    const { dataDir, endpointHost, endpointPort } = this.#config;
    this.#folder = new DataFolder(dataDir);
    this.#server = await servePublic(endpointHost, endpointPort, this.#tools.logger, (request) =>
      route(request, {
        hourOf: (product, hour) => this.#hours.get((BigInt(product) << 32n) | BigInt(hour)),
        signaturesOf: (hour) => this.#roots.signaturesOf(hour),
        verdictsOf: (dispute) => this.#verdicts.signaturesOf(dispute),
        resultOf: (hour) => this.#resultOf(hour),
      }),
    );
    this.#tools.logger.info({ endpointPort: this.#server.port, role: this.#config.role }, "serving");
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#server?.close();
    this.#folder?.close();
  }

  async round(head: Head): Promise<boolean> {
    if (await this.#view.follow(head)) this.#sender.forget();
    await this.#sender.settle(head);
    this.#takeHours();
    const intents = [...this.#attestations(head)];
    if (this.#config.upkeep) intents.push(...(await this.#upkeep.intents(head)));
    return await this.#sender.submit(intents, head);
  }

  /** The hours of products whose set this oracle is in; what a reorg changed is begun anew, from disk. */
  #takeHours(): void {
    const now = this.#view.clock.now();
    const current = new Map<bigint, HourFacts>();
    for (const facts of this.#view.hours(() => true)) {
      if (this.#setOf(facts.product) !== undefined) current.set(facts.series, facts);
    }
    for (const [series, { facts, times }] of this.#hours) {
      const fresh = current.get(series);
      const isSame = fresh === facts || (fresh && JSON.stringify(fresh.slots) === JSON.stringify(facts.slots));
      if (!isSame || now > times.over) this.#hours.delete(series);
      if (now > times.over) this.#prune(facts);
    }
    for (const [series, facts] of current) {
      const set = this.#setOf(facts.product);
      if (set === undefined || this.#hours.has(series) || this.#folder === undefined) continue;
      // Of what was over before the oracle came there may still be something on disk.
      if (now > timetableOf(facts).over) this.#prune(facts);
      else this.#hours.set(series, new AttestedHour(facts, set, this.#hourTools(this.#folder)));
    }
    this.#metrics.hours.set(this.#hours.size);
  }

  /** Removes an hour that is over from disk, and those before it. */
  #prune({ hour, product: { product } }: HourFacts): void {
    if (hour <= (this.#pruned.get(product) ?? -1)) return;
    this.#pruned.set(product, hour);
    this.#folder?.prune(product, hour + 1);
  }

  #setOf({ first, second }: ProductFacts): OracleSetFacts | undefined {
    const set = this.#config.role === "first" ? first : second;
    const { address } = this.#tools.connection.account;
    return set?.members.some((member) => member.toLowerCase() === address.toLowerCase()) ? set : undefined;
  }

  #hourTools(folder: DataFolder): ConstructorParameters<typeof AttestedHour>[2] {
    return {
      domain: this.#view.domain,
      signer: this.#tools.connection.account,
      folder,
      now: () => this.#view.clock.now(),
      random: () => randomInt(RANDOM_STEPS) / RANDOM_STEPS,
      timeoutMs: this.#config.challengeMs,
      report: (event) => this.#report(event),
    };
  }

  #attestations({ timestamp }: Head): Intent[] {
    return [...this.#hours.values()].flatMap((hour) => {
      const book = this.#view.books.of(hour.facts.series);
      if (book === undefined) return [];
      if (this.#config.role === "second") return this.#verdicts.intents(hour, book);
      return book.root === undefined ? this.#roots.intents(hour, timestamp) : [];
    });
  }

  /** Gathers, testifies, exchanges and signs. One hour that fails does not keep the others from it. */
  async #tick(): Promise<void> {
    if (this.#ticking || !this.#view.clock.isSet) return;
    this.#ticking = true;
    try {
      await Promise.all([...this.#hours.values()].map((hour) => this.#work(hour)));
    } finally {
      this.#ticking = false;
    }
  }

  async #work(hour: AttestedHour): Promise<void> {
    try {
      hour.gather();
      await hour.testify();
      const now = this.#view.clock.now();
      const book = this.#view.books.of(hour.facts.series);
      const isRead = book?.root !== undefined && hour.resultOf(book.root.root) !== undefined;
      if (now >= hour.times.collect && now <= hour.times.due && !isRead) await this.#read(hour);
      if (this.#config.role === "second" && book) await this.#judge(hour, book.disputes);
    } catch (error) {
      this.#tools.logger.error({ series: String(hour.facts.series), error }, "hour failed");
    }
  }

  /** Hears what the peers know, computes what follows, and signs it. */
  async #read(hour: AttestedHour): Promise<void> {
    this.#exchange.learn(hour, this.#roots.signaturesOf(hour));
    const result = this.#conclude(hour);
    if (result === undefined || this.#config.role === "second") return;
    if (await this.#roots.sign(hour, result)) this.#metrics.signed.inc({ kind: "root" });
  }

  #conclude(hour: AttestedHour): HourResult | undefined {
    try {
      return hour.conclude();
    } catch (error) {
      if (!(error instanceof MissingSamplesError)) throw error;
      this.#exchange.complete(hour);
      return undefined;
    }
  }

  async #judge(hour: AttestedHour, disputes: SeriesBook["disputes"]): Promise<void> {
    if (disputes.length === 0) return;
    const result = this.#conclude(hour);
    if (result === undefined) return;
    for (const verdict of await this.#verdicts.sign(hour, disputes, result, this.#view.clock.now())) {
      if (verdict.isNew) this.#metrics.signed.inc({ kind: "verdict" });
      this.#exchange.learnVerdicts(hour, verdict, verdict.signatures);
    }
  }

  /** What an hour is settled by: the readings of the posted root, or what the second set came to. */
  #resultOf(hour: AttestedHour): HourResult | undefined {
    if (this.#config.role === "second") return hour.latest;
    const root = this.#view.books.of(hour.facts.series)?.root;
    return root && hour.resultOf(root.root);
  }

  #report(event: HourEvent): void {
    const { logger } = this.#tools;
    switch (event.kind) {
      case "challenge": {
        const { ok, reason, slot } = event;
        this.#metrics.challenges.inc({ ok: String(ok) });
        logger[ok ? "debug" : "info"]({ ...slot.assignment, ok, reason }, "challenged");
        return;
      }
      case "statement":
        this.#metrics.statements.inc();
        logger.info({ product: event.statement.product, hour: event.statement.hour }, "testified");
        return;
      case "result": {
        const { readings, root, withheld } = event.result;
        this.#metrics.readings.inc(readings.length);
        this.#metrics.withheld.inc(withheld.length);
        logger.info({ ...root, withheld: withheld.length }, "computed");
        return;
      }
      case "unfetched":
        logger.warn({ ...event.slot.assignment, error: event.error }, "samples could not be fetched");
    }
  }
}
