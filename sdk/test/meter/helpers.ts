import { expect } from "chai";
import {
  type FindingKind,
  type MeasureOptions,
  measure,
  type RecordedPage,
  totalNanojoules,
} from "../../src/meter/index.ts";

/** 1 mJ in nJ. */
export const MJ = 1_000_000n;

/** A page scraped at a time. */
export function at(time: number, body: string): RecordedPage {
  return { at: time, body };
}

/** Measures (from, to]; samples may be 15 s apart. */
export function over(from: number, to: number, pages: RecordedPage[], options: Partial<MeasureOptions> = {}) {
  return measure(pages, { from, to }, { maxGapMs: 15_000, ...options });
}

/** Energy in nJ of (0, 20 s] or another window. */
export function energy(pages: RecordedPage[], from = 0, to = 20_000): bigint | undefined {
  return totalNanojoules(over(from, to, pages).energy);
}

/** Runs `run` and returns the error it throws, which must be of the class. */
export function thrown<E extends Error>(type: abstract new (...args: never[]) => E, run: () => unknown): E {
  try {
    run();
  } catch (error) {
    expect(error).to.be.instanceOf(type);
    return error as E;
  }
  throw new Error(`nothing was thrown instead of ${type.name}`);
}

/** `thrown` for what is asynchronous. */
export async function rejected<E extends Error>(
  type: abstract new (...args: never[]) => E,
  promise: Promise<unknown>,
): Promise<E> {
  try {
    await promise;
  } catch (error) {
    expect(error).to.be.instanceOf(type);
    return error as E;
  }
  throw new Error(`nothing was thrown instead of ${type.name}`);
}

type GpuFigures = { energyMj?: number | string; watts?: number | string; clock?: number | string };

/** A DCGM page of some GPUs with what is given of each. */
export function gpuPage(...gpus: GpuFigures[]): string {
  const lines = gpus.flatMap(({ clock, energyMj, watts }, i) => [
    ...line("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", i, energyMj),
    ...line("DCGM_FI_DEV_POWER_USAGE", i, watts),
    ...line("DCGM_FI_DEV_SM_CLOCK", i, clock),
  ]);
  return `${lines.join("\n")}\n`;
}

function line(metric: string, gpu: number, value: number | string | undefined): string[] {
  return value === undefined ? [] : [`${metric}{gpu="${gpu}",UUID="GPU-${gpu}"} ${value}`];
}

/** A page of a provider agent that says whether the job runs, with a CPU's time in s. */
export function jobPage(running: boolean, cpuSeconds = 0, extra = ""): string {
  return `clearhour_job_running ${running ? 1 : 0}\nclearhour_job_cpu_seconds_total ${cpuSeconds}\n${extra}`;
}

/** The findings of one kind as `[at, to?, count]`, for short expectations. */
export function brief(
  findings: readonly { kind: FindingKind; at: number; to?: number; count: number }[],
  kind: FindingKind,
): number[][] {
  return findings
    .filter((f) => f.kind === kind)
    .map(({ at, to, count }) => (to === undefined ? [at, count] : [at, to]));
}
