/** The holders' side of an hour: what they nominate, the jobs they want, the receipts they sign. */
import { getAssignments, getSlot, nominateSync, seriesId } from "@clearhour/sdk";
import { Holder, toAccessKey } from "@clearhour/sdk/access";
import type { Assignment } from "@clearhour/sdk/meter";
import { isAddressEqual, numberToHex } from "viem";
import { sleep } from "../processes.ts";
import type { TraderName } from "./cast.ts";
import type { Stage } from "./stage.ts";

const HOUR = 3_600;
/** Agents start the processes of an hour's jobs so long before it: a slot of challenges. */
const READY = HOUR / 6;
/** Chain seconds per wall second while they start. */
const PREPARING = 10;
const POLL_MS = 200;
/** Wall time between two checks of a job. */
const CHECK_MS = 700;
const TIMEOUT_MS = 3_000;

/** Who serves whom in an hour. */
export interface Served {
  readonly assignment: Assignment;
  readonly lots: number;
  readonly provider: string;
  readonly holder: string;
}

/** Schedules lots of some hours for use; the holder's own key is the one that its provider lets in. */
export async function nominate(stage: Stage, name: TraderName, lots: Readonly<Record<number, number>>): Promise<void> {
  const { cast, deployment, market } = stage;
  const { account, client } = cast[name];
  const entries = Object.entries(lots).map(([hour, count]) => ({
    series: seriesId(market.products.cpu, Number(hour)),
    lots: count,
  }));
  await nominateSync(client, { deployment, entries, accessKey: toAccessKey(account.publicKey) });
}

/** The assignments of an hour, once keepers have fixed its shift. */
export async function untilAssigned(stage: Stage, hour: number): Promise<Served[]> {
  const { anyone, cast, clock, deployment, market } = stage;
  const product = market.products.cpu;
  const series = seriesId(product, hour);
  const nameOf = (accountId: string) => Object.values(cast).find((one) => one.accountId === accountId)?.name ?? "";
  for (;;) {
    const found = await getAssignments(anyone, { deployment, series }).catch(() => undefined);
    if (found) {
      return await Promise.all(
        found.pairs.map(async ({ commitment, lots, nomination }) => {
          const assignment = { product, hour, commitment, nomination };
          const { holder, provider } = await getSlot(anyone, { deployment, assignment });
          return { assignment, lots, provider: nameOf(provider), holder: nameOf(holder) };
        }),
      );
    }
    if (clock.now() > hour * HOUR) throw new Error(`nobody has fixed the shift of hour ${hour} before it began`);
    await sleep(POLL_MS);
  }
}

/** Waits until the agents have processes for all jobs of an hour, and lets no more time pass than they need. */
export async function untilReady(stage: Stage, hour: number, served: readonly Served[]): Promise<void> {
  const { agents, clock } = stage;
  await clock.until(hour * HOUR - READY);
  clock.setRate(PREPARING);
  while (clock.now() < hour * HOUR - READY / 2) {
    const slots = (await Promise.all(Object.values(agents).map(({ url }) => slotsOf(url)))).flat();
    const ready = slots.filter(({ assignment, pid }) => assignment.hour === hour && pid !== undefined);
    if (ready.length >= served.length) return;
    await sleep(POLL_MS);
  }
}

/** What an agent says that it delivers. */
export async function slotsOf(url: string): Promise<{ assignment: Assignment; pid?: number }[]> {
  const response = await fetch(`${url}/v1/slots`);
  return (await response.json()) as { assignment: Assignment; pid?: number }[];
}

/** Uses all assignments of an hour until it is over. */
export async function useHour(stage: Stage, hour: number, served: readonly Served[]): Promise<void> {
  const { clock } = stage;
  const holders = await Promise.all(served.map((one) => holderOf(stage, one)));
  while (clock.now() < (hour + 1) * HOUR) {
    // A provider that does not do its part gets no receipt, and is asked again.
    await Promise.allSettled(holders.map((holder) => holder.check()));
    await sleep(CHECK_MS);
  }
}

async function holderOf({ anyone, cast, clock, deployment, domain, oracles }: Stage, { assignment }: Served) {
  const { endpoint, nominee } = await getSlot(anyone, { deployment, assignment });
  const signer = Object.values(cast).find(({ account }) => isAddressEqual(account.address, nominee))?.account;
  if (endpoint === undefined || signer === undefined) throw new Error("an assignment without endpoint or holder");
  return new Holder({
    assignment,
    job: { kind: "sha256-chain", seed: numberToHex(assignment.hour, { size: 32 }), size: 1_000, threads: 1 },
    endpoint: endpoint.url,
    oracles,
    signer,
    domain,
    now: () => clock.now() * 1000,
    timeoutMs: TIMEOUT_MS,
  });
}
