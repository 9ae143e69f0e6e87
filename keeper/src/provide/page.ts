/** The exporter: what a slot shows of itself, as Prometheus text 0.0.4. */
import { type Assignment, JOB_CPU, JOB_PREEMPTIONS, JOB_RUNNING, JOB_WORK } from "@clearhour/sdk/meter";
import { readCpus, readRapl } from "./job/procfs.ts";

/** What the exporter knows of the job. Counters are of the whole hour, however often the job was started. */
export type JobFigures = {
  readonly running: boolean;
  readonly cpuSeconds: number;
  readonly chunks: number;
  readonly starts: number;
};

type Labels = Readonly<Record<string, string | number>>;
type Sample = readonly [labels: Labels, value: number];

/** The job of an assignment. */
export function jobPage(
  { commitment, hour, nomination, product }: Assignment,
  figures: JobFigures,
  extra: Labels = {},
) {
  const labels = { product, hour, commitment, nomination, ...extra };
  const { chunks, cpuSeconds, running, starts } = figures;
  return [
    family(JOB_RUNNING, "gauge", "1 while the nominee's job runs.", [[labels, running ? 1 : 0]]),
    family(JOB_CPU, "counter", "CPU seconds that the job used.", [[labels, cpuSeconds]]),
    family(JOB_WORK, "counter", "Chunks of the job that were computed.", [[labels, chunks]]),
    family(JOB_PREEMPTIONS, "counter", "How often the job was preempted.", [[labels, 0]]),
    family("clearhour_job_starts_total", "counter", "How often the job's process was started.", [[labels, starts]]),
  ].join("");
}

/** The machine, under the names of node_exporter. */
export function hostPage(): string {
  const cpus = readCpus().map(({ cpu, mode, seconds }): Sample => [{ cpu, mode }, seconds]);
  const rapl = readRapl().map(({ index, joules }): Sample => [{ index }, joules]);
  return [
    family("node_cpu_seconds_total", "counter", "Seconds the CPUs spent in each mode.", cpus),
    family("node_rapl_package_joules_total", "counter", "Current RAPL package value in joules", rapl),
  ].join("");
}

function family(name: string, type: "counter" | "gauge", help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return "";
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([key, label]) => `${key}="${label}"`);
    return `${name}{${pairs.join(",")}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}
