/** Meter roots: signed by each oracle of the first set, posted by whoever has a quorum of signatures first. */
import { postRoot } from "@clearhour/sdk";
import type { Connection } from "../chain/connection.ts";
import type { Intent } from "../chain/sender.ts";
import type { AttestedHour } from "./hour.ts";
import type { HourResult } from "./readings.ts";
import { Signatures } from "./signatures.ts";

/** Oracles post one after the other, so that seldom two do: each waits so many times this share of the time left. */
const TURNS = 16n;

export class Roots {
  readonly #connection: Connection;
  readonly #signatures = new WeakMap<AttestedHour, Signatures>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  signaturesOf(hour: AttestedHour): Signatures {
    const signatures = this.#signatures.get(hour) ?? new Signatures();
    this.#signatures.set(hour, signatures);
    return signatures;
  }

  /** Signs the root of a result, once. @returns Whether it was not signed before. */
  async sign(hour: AttestedHour, { root }: HourResult): Promise<boolean> {
    const signatures = this.signaturesOf(hour);
    const oracle = this.#connection.account.address;
    if (signatures.has(root.root, oracle)) return false;
    return signatures.add(root.root, { oracle, signature: await hour.signRoot(root) });
  }

  /** The root to post, once a quorum has signed what this oracle has computed and it is its turn. */
  intents(hour: AttestedHour, now: bigint): Intent[] {
    const { account, deployment } = this.#connection;
    const { latest } = hour;
    const signatures = latest && this.signaturesOf(hour).quorumOf(latest.root.root, hour.set.quorum);
    if (latest === undefined || signatures === undefined) return [];
    const { collect, due } = hour.times;
    const [from, to] = [BigInt(Math.floor(collect / 1000)), BigInt(Math.floor(due / 1000))];
    const turn = BigInt(hour.turnOf(account.address));
    if (now < from + ((to - from) * turn) / (TURNS * 4n) || now > to) return [];
    const key = `postRoot/${hour.facts.series}`;
    const call = postRoot.call({ deployment, root: latest.root, signatures });
    return [{ kind: "postRoot", key, locks: [key], deadline: to, call: call as unknown as Intent["call"] }];
  }
}
