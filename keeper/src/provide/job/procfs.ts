/** What the operating system says of a process and of the machine: /proc and /sys of Linux. */
import { readdirSync, readFileSync } from "node:fs";

/** Ticks of CPU time in a second, as /proc counts them: USER_HZ, the same on every Linux. */
const TICKS = 100;

export type ProcessFacts = {
  /** Running, or waiting for something: neither stopped nor ended. */
  readonly isActive: boolean;
  /** In user and kernel mode, of all its threads. */
  readonly cpuSeconds: number;
};

/** `undefined` where there is no such process, or no /proc. */
export function readProcess(pid: number): ProcessFacts | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parseStat(stat);
}

/** Reads /proc/<pid>/stat; see proc_pid_stat(5). */
export function parseStat(stat: string): ProcessFacts | undefined {
  // The second field is the name in parentheses, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, utime, stime] = [fields[0], Number(fields[11]), Number(fields[12])];
  if (state === undefined || !Number.isFinite(utime) || !Number.isFinite(stime)) return undefined;
  return { isActive: !"TtZXx".includes(state), cpuSeconds: (utime + stime) / TICKS };
}

/** CPU time of the machine by CPU and mode, in s, named as node_exporter does; see proc_stat(5). */
export function readCpus(): { cpu: string; mode: string; seconds: number }[] {
  const modes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"];
  const lines = (read("/proc/stat") ?? "").split("\n").filter((line) => /^cpu\d/.test(line));
  return lines.flatMap((line) => {
    const [name = "", ...ticks] = line.split(" ");
    return modes.map((mode, i) => ({ cpu: name.slice(3), mode, seconds: Number(ticks[i] ?? 0) / TICKS }));
  });
}

/** Energy counters of the processors, in J; none where the machine does not show them. */
export function readRapl(): { index: string; joules: number }[] {
  const root = "/sys/class/powercap";
  let zones: string[];
  try {
    zones = readdirSync(root).filter((zone) => /^intel-rapl:\d+$/.test(zone));
  } catch {
    return [];
  }
  return zones.flatMap((zone) => {
    const energy = read(`${root}/${zone}/energy_uj`);
    const isPackage = read(`${root}/${zone}/name`)?.startsWith("package");
    return energy === undefined || !isPackage ? [] : [{ index: zone.slice(11), joules: Number(energy) / 1e6 }];
  });
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
