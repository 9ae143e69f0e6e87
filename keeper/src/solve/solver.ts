import {
  clearAuction,
  closeOut,
  collect,
  collectBlocks,
  commitSolution,
  concludeAuction,
  revealSolution,
  submitBaseline,
} from "@clearhour/sdk";
import { Follower } from "../chain/follower.ts";
import type { Head } from "../chain/head.ts";
import { type Intent, Sender } from "../chain/sender.ts";
import { Contests } from "../contest/contests.ts";
import type { Role, Tools } from "../runtime/service.ts";
import { type Action, collectBlockLock, collectLock, keyOf, locksOf } from "./actions.ts";
import { Catalogue } from "./catalogue.ts";
import { decideClear } from "./clear.ts";
import { decideCloseOuts } from "./closeOut.ts";
import { decideBlockCollects, decideCollects } from "./collect.ts";
import type { SolveConfig } from "./config.ts";
import { type BlockHint, Hints, type OrderHint } from "./hints.ts";
import { type Survey, Surveyor } from "./survey.ts";

/** No order is placed earlier than this before it is settled, seconds: MAX_SPAN of contracts/Products.sol. */
const SPAN = 90n * 86_400n;

/** Clears auctions, and keeps the market from hidden shorts and hoarded lots. */
export class Solver implements Role {
  readonly #tools: Tools;
  readonly #upkeep: boolean;
  readonly #follower: Follower;
  readonly #catalogue: Catalogue;
  readonly #hints: Hints;
  readonly #surveyor: Surveyor;
  readonly #sender: Sender;
  readonly #contests: Contests;

  constructor(tools: Tools, config: SolveConfig) {
    const { connection } = tools;
    this.#tools = tools;
    this.#upkeep = config.upkeep;
    this.#follower = new Follower(connection, SPAN);
    this.#catalogue = new Catalogue(connection);
    this.#hints = new Hints(connection, this.#catalogue);
    this.#surveyor = new Surveyor(connection, this.#catalogue, this.#hints);
    this.#sender = new Sender(connection, tools);
    this.#contests = new Contests(tools, config);
  }

  async round(head: Head): Promise<boolean> {
    await this.#follow(head);
    await this.#sender.settle(head);
    const { lostAt, won } = this.#sender.races;
    const self = { address: this.#tools.connection.account.address, lostAt, won };
    const [survey, contested] = await Promise.all([
      this.#surveyor.survey(head, self, this.#upkeep),
      this.#contests.look(head, self, this.#hints.contests),
    ]);
    const actions = [...this.#decide(survey), ...contested];
    const again = await this.#sender.submit(
      actions.map((action) => this.#intent(action)),
      head,
    );
    return again || this.#contests.isSearching;
  }

  stop(): Promise<void> {
    this.#contests.forget();
    return Promise.resolve();
  }

  async #follow(head: Head): Promise<void> {
    const { logger, metrics } = this.#tools;
    const reorg = await this.#follower.check();
    if (reorg !== "none") {
      logger.warn({ reorg, block: String(head.number) }, "blocks were replaced");
      metrics.reorgs.inc();
      this.#sender.forget();
      this.#catalogue.forget();
      this.#hints.unsettle();
      this.#contests.forget();
      if (reorg === "deep") this.#hints.forget();
    }
    await this.#follower.read(head, (from, to) => this.#hints.learn(from, to, head.timestamp));
    this.#hints.prune(head.timestamp);
  }

  #decide({ now, self, auctions, orders, blocks, positions, closedOut }: Survey): Action[] {
    const isFree = ({ accountId, slot, auction }: OrderHint | BlockHint, lockOf: typeof collectLock) =>
      !this.#sender.isLocked(lockOf({ accountId, slot, auction: auction.auction }));
    const free = orders.filter(({ hint }) => isFree(hint, collectLock));
    const freeBlocks = blocks.filter(({ hint }) => isFree(hint, collectBlockLock));
    return [
      ...auctions.flatMap((auction) => this.#clear(auction)),
      ...decideCloseOuts(now, self, positions, closedOut),
      ...decideCollects(now, self, free),
      ...decideBlockCollects(now, self, freeBlocks),
    ];
  }

  /** One auction that cannot be cleared does not keep others from it. */
  #clear(auction: Survey["auctions"][number]): Action[] {
    try {
      const action = decideClear(auction);
      return action === undefined ? [] : [action];
    } catch (error) {
      this.#tools.metrics.actions.inc({ kind: "clear", outcome: "unverified" });
      this.#tools.logger.error({ auction: String(auction.auction), error }, "the verifier rejects the clearing");
      return [];
    }
  }

  #intent(action: Action): Intent {
    const { deployment } = this.#tools.connection;
    const { kind, deadline } = action;
    const common = { kind, deadline, key: keyOf(action), locks: locksOf(action) };
    switch (action.kind) {
      case "clear":
        return { ...common, contest: action.auction, call: clearAuction.call({ deployment, ...action }) };
      case "closeOut":
        return { ...common, contest: action.auction, call: closeOut.call({ deployment, ...action }) };
      case "collect":
        return { ...common, call: collect.call({ deployment, ...action }), isIdle: (count) => count === 0n };
      case "collectBlocks":
        return { ...common, call: collectBlocks.call({ deployment, ...action }), isIdle: (count) => count === 0n };
      case "baseline":
        return { ...common, contest: action.auction, call: submitBaseline.call({ deployment, ...action }) };
      case "commit":
        return { ...common, call: commitSolution.call({ deployment, ...action }) };
      case "reveal":
        return { ...common, call: revealSolution.call({ deployment, ...action }) };
      case "conclude":
        return { ...common, call: concludeAuction.call({ deployment, ...action }) };
    }
  }
}
