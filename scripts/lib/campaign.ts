/** What the runs of the invariant campaign report, one JSON object a line: see test/rules/invariants/Counts.sol. */
export interface Report {
  /** Calls of a handler. */
  readonly steps: number;
  /** By action: calls of the contracts, and how many of them reverted. */
  readonly calls: Readonly<Record<string, readonly [calls: number, reverts: number]>>;
  readonly events: Readonly<Record<string, number>>;
}

/** Of the contracts; a step makes none where there is nothing to do. */
const MIN_CALLS = 1_000_000;
/** Actions that only do what nobody may: a campaign fails at the first one that goes through. */
const FORBIDDEN = /^wrong/;
const MIN_EVENTS = 1_000;

export function parseReports(text: string): Report[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Report);
}

export function sum(reports: readonly Report[]): Report {
  const calls: Record<string, [number, number]> = {};
  const events: Record<string, number> = {};
  for (const report of reports) {
    for (const [action, [made, reverted]] of Object.entries(report.calls)) {
      const [before, revertedBefore] = calls[action] ?? [0, 0];
      calls[action] = [before + made, revertedBefore + reverted];
    }
    for (const [event, times] of Object.entries(report.events)) events[event] = (events[event] ?? 0) + times;
  }
  return { steps: reports.reduce((steps, report) => steps + report.steps, 0), calls, events };
}

function totals({ calls }: Report): [calls: number, reverts: number] {
  return Object.values(calls).reduce<[number, number]>(([c, r], [made, reverted]) => [c + made, r + reverted], [0, 0]);
}

export function table(report: Report): string {
  const row = (name: string, made: number, reverted: number) =>
    `${name.padEnd(24)}${String(made).padStart(10)}${String(reverted).padStart(10)}`;
  const [made, reverted] = totals(report);
  return [
    `${"action".padEnd(24)}${"calls".padStart(10)}${"reverts".padStart(10)}`,
    ...Object.entries(report.calls).map(([action, [c, r]]) => row(action, c, r)),
    row("all calls", made, reverted),
    "",
    ...Object.entries(report.events).map(([event, times]) => `${event.padEnd(24)}${String(times).padStart(10)}`),
    `${"steps".padEnd(24)}${String(report.steps).padStart(10)}`,
  ].join("\n");
}

/** What the long campaign has to reach and did not. */
export function missed(report: Report): string[] {
  const [made, reverted] = totals(report);
  const problems: string[] = [];
  if (made < MIN_CALLS) problems.push(`${made} calls: fewer than ${MIN_CALLS}`);
  if (made === 0 || reverted * 2 >= made) problems.push(`${reverted} of ${made} calls reverted: not below half`);
  for (const [action, [calls, reverts]] of Object.entries(report.calls)) {
    if (calls === 0) problems.push(`${action}: never called`);
    else if (!FORBIDDEN.test(action) && reverts * 2 >= calls) {
      problems.push(`${action}: ${reverts} of ${calls} calls reverted: not below half`);
    }
  }
  for (const [event, times] of Object.entries(report.events)) {
    if (times < MIN_EVENTS) problems.push(`${event}: ${times} times, fewer than ${MIN_EVENTS}`);
  }
  return problems;
}
