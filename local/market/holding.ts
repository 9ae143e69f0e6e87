/** A trader's use of what it bought: collects it, schedules it, runs a job at its providers, and signs for their time. */
import {
  cashAccount,
  GateOpenError,
  getAssignments,
  getPositions,
  getSlot,
  nominateSync,
  ShiftPendingError,
  seriesId,
} from "@clearhour/sdk";
import { AccessError, Holder, toAccessKey } from "@clearhour/sdk/access";
import { WorkProofError } from "@clearhour/sdk/jobs";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { numberToHex } from "viem";
import type { Clock } from "../clock.ts";
import type { Desk } from "./desk.ts";
import type { OpenMarket } from "./opening.ts";
import { GAS } from "./placing.ts";

const HOUR = 3_600;
/** Scheduling ends a quarter of an hour before delivery. */
const GATE = 900;
/** Room for a transaction before it does. */
const MARGIN = 120;
/** So long before an hour it is scheduled: the last two hours before it, unscheduled lots are closed out. */
const AHEAD = 3 * HOUR;
/** Wall time between two checks of a job. */
const CHECK_MS = 1_000;
const TIMEOUT_MS = 3_000;
/** A small job: the market has two cores for all of them. */
const CHUNK = 1_000;

/** How a holder reaches the oracles. */
export interface Oracles {
  /** Endpoints of the first set's members. */
  readonly urls: readonly string[];
  readonly domain: MeterDomain;
}

export interface Holding {
  /** Collects fills, and nominates what is held of the next hours. */
  schedule(): Promise<void>;
  /** Checks every job of the current hour once. */
  use(): Promise<void>;
}

/** Whether a desk buys hours to use them. */
export function schedules({ participant }: Desk): boolean {
  return participant.role === "trader" && participant.need !== "speculation";
}

export function openHolding({ deployment, market }: OpenMarket, desk: Desk, clock: Clock, oracles: Oracles): Holding {
  const { account, client, participant } = desk;
  const product = market.products[participant.product];
  const accountId = cashAccount(account.address);
  const jobs = new Map<number, readonly Holder[]>();
  let checkedAt = 0;

  /** The jobs of an hour, once it is known who serves whom; none before. */
  async function jobsOf(hour: number): Promise<readonly Holder[]> {
    const known = jobs.get(hour);
    if (known) return known;
    const series = seriesId(product, hour);
    const found = await getAssignments(client, { deployment, series }).catch((error: unknown) => {
      if (error instanceof GateOpenError || error instanceof ShiftPendingError) return undefined;
      throw error;
    });
    if (found === undefined) return [];
    const own = found.pairs.filter(({ nomination }) => found.nominations[nomination]?.holder === accountId);
    const opened = await Promise.all(
      own.map(async ({ commitment, nomination }) => {
        const assignment = { product, hour, commitment, nomination };
        const { endpoint } = await getSlot(client, { deployment, assignment });
        if (endpoint === undefined) return [];
        return [
          new Holder({
            assignment,
            job: { kind: "sha256-chain", seed: numberToHex(hour, { size: 32 }), size: CHUNK, threads: 1 },
            endpoint: endpoint.url,
            oracles: oracles.urls,
            signer: account,
            domain: oracles.domain,
            now: () => clock.now() * 1_000,
            timeoutMs: TIMEOUT_MS,
          }),
        ];
      }),
    );
    for (const old of jobs.keys()) if (old < hour - 1) jobs.delete(old);
    jobs.set(hour, opened.flat());
    return opened.flat();
  }

  return {
    async schedule() {
      const now = clock.now();
      await desk.collect(BigInt(now));
      const fromHour = Math.floor((now + GATE + MARGIN) / HOUR) + 1;
      const toHour = Math.floor((now + AHEAD) / HOUR) + 1;
      const positions = await getPositions(client, { deployment, accountId, product, fromHour, toHour });
      const entries = positions.filter(({ lots }) => lots > 0).map(({ lots, series }) => ({ series, lots }));
      if (entries.length === 0) return;
      await nominateSync(client, { deployment, entries, accessKey: toAccessKey(account.publicKey), gas: GAS });
    },
    async use() {
      if (Date.now() - checkedAt < CHECK_MS) return;
      checkedAt = Date.now();
      const now = clock.now();
      // From the gate's closing on, so that the order is there when the hour begins.
      const hours = [Math.floor(now / HOUR), Math.floor((now + GATE) / HOUR)];
      for (const hour of new Set(hours)) {
        for (const holder of await jobsOf(hour)) {
          await holder.check().catch((error: unknown) => {
            // A provider that does not do its part gets no receipt, and is asked again.
            if (!(error instanceof AccessError || error instanceof WorkProofError)) throw error;
          });
        }
      }
    },
  };
}
