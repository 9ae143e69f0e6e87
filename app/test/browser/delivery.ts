/** An hour's delivery by the agents and oracles that run: the test only moves the clock, and kills a job. */
import { getAssignments, getLines, getRoot, isSettled, ShiftPendingError, seriesId } from "@clearhour/sdk";
import type { Assignment } from "@clearhour/sdk/meter";
import { type Stack, until } from "./stack.ts";

const HOUR = 3_600;
const MINUTE = 60;
/** Scheduling ends so long before an hour. */
const GATE = 15 * MINUTE;
/** Providers commit what they sold in about the last so many seconds before. */
const COMMITTING = 12 * MINUTE;
/** Agents start the processes of jobs so long before an hour. */
const READY = 10 * MINUTE;
/** Samples, and jobs that are ordered, begin so long before it. */
const WORKING = 3 * MINUTE;
const CHALLENGE_WINDOW = 2 * HOUR;
/** Oracles begin to read so long after an hour. */
const COLLECTING = 5 * MINUTE;
/** Chain seconds per second while others do their part, while an hour runs, and while oracles read it. */
const RATE = { preparing: 20, delivering: 60, reading: 10 } as const;

type Product = "cpu" | "gpu";

/** What an agent says of a slot. */
interface Served {
  readonly assignment: Assignment;
  readonly pid?: number;
}

export function deliveryOf({ client, clock, deployment, desks, endpoints, firstHour, market }: Stack) {
  const hour = firstHour;
  const products = [market.products.cpu, market.products.gpu];
  const series = products.map((product) => seriesId(product, hour));

  async function served(): Promise<Served[]> {
    const answers = endpoints.map(async (url) => (await fetch(`${url}/v1/slots`)).json() as Promise<Served[]>);
    return (await Promise.all(answers)).flat().filter(({ assignment }) => assignment.hour === hour);
  }

  /** Holds time while it waits: nothing is missed for the machine being slow. */
  async function pass(rate: number, holds: () => Promise<boolean>): Promise<void> {
    clock.setRate(rate);
    await until(holds);
    clock.setRate(1);
  }

  async function kill(product: Product): Promise<number> {
    const slots = (await served()).filter(({ assignment }) => assignment.product === market.products[product]);
    const pids = slots.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    for (const pid of pids) process.kill(pid, "SIGKILL");
    return pids.length;
  }

  const all = async (holds: (series: bigint) => Promise<boolean>) =>
    (await Promise.all(series.map(holds))).every(Boolean);

  return {
    /** Until agents have committed, and keepers have drawn who serves whom. */
    async assign() {
      const providers = desks.filter(({ participant }) => participant.role === "provider");
      await Promise.all(providers.map((desk) => desk.collect(BigInt(clock.now()))));
      await clock.jumpTo(hour * HOUR - GATE - COMMITTING);
      await pass(RATE.preparing, () =>
        all(async (one) => (await getLines(client, { deployment, series: one })).commitments.length > 0),
      );
      await clock.jumpTo(hour * HOUR - GATE + 1);
      await pass(RATE.preparing, () =>
        all(async (one) =>
          getAssignments(client, { deployment, series: one }).then(
            () => true,
            (error: unknown) => {
              if (error instanceof ShiftPendingError) return false;
              throw error;
            },
          ),
        ),
      );
    },
    /** How many assignments there are. */
    async jobs() {
      const found = await Promise.all(series.map((one) => getAssignments(client, { deployment, series: one })));
      return found.flatMap(({ pairs }) => pairs).length;
    },
    /** Until the processes of all jobs are there; then to the beginning of the hour. */
    async begin() {
      await clock.jumpTo(hour * HOUR - READY + 1);
      await until(async () => {
        const slots = await served();
        return slots.length >= products.length && slots.every(({ pid }) => pid !== undefined);
      });
      await clock.jumpTo(hour * HOUR - WORKING + 1);
      clock.setRate(RATE.delivering);
    },
    /** Until a share of the hour has passed, percent. */
    passed: (percent: number) => clock.until(hour * HOUR + (HOUR * percent) / 100),
    /** Kills the processes of a product's jobs, as an outage would. @returns How many there were. */
    kill,
    /** Goes on killing them for so many minutes, whenever the agent starts them again. */
    async keepDown(product: Product, minutes: number): Promise<void> {
      const until = clock.now() + minutes * MINUTE;
      for (; clock.now() < until; await clock.until(clock.now() + MINUTE)) await kill(product);
    },
    /** Lets time run slowly, or as it does in the hour. */
    setPace: (pace: keyof typeof RATE | "slow") => clock.setRate(pace === "slow" ? 1 : RATE[pace]),
    /** Until the oracles have read the hour. */
    async read() {
      await clock.until((hour + 1) * HOUR + COLLECTING);
      await pass(RATE.reading, () =>
        all(async (one) => (await getRoot(client, { deployment, series: one })) !== undefined),
      );
    },
    /** Until it is settled, once nobody may dispute it any more. */
    async settle() {
      await clock.jumpTo((hour + 2) * HOUR + CHALLENGE_WINDOW);
      await pass(RATE.preparing, () =>
        all(async (one) => {
          const { pairs } = await getAssignments(client, { deployment, series: one });
          const ends = pairs.map((pair) => isSettled(client, { deployment, series: one, ...pair }));
          return (await Promise.all(ends)).every(Boolean);
        }),
      );
    },
  };
}
