/** A line of a contract that no test needs to run, and why. */
export interface Exception {
  readonly file: string;
  /** The line's text, so that an exception does not move to another line. */
  readonly text: string;
  readonly reason: string;
}

/**
 * Line numbers that were not run, per file. A line counts as run when every statement on it was,
 * so no line here means no statement either.
 */
export function uncovered(lcov: string): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const record of lcov.split("end_of_record")) {
    const file = /^SF:(.*)$/m.exec(record)?.[1];
    if (file === undefined) continue;
    lines.set(
      file,
      [...record.matchAll(/^DA:(\d+),0$/gm)].map(([, line]) => Number(line)).sort((a, b) => a - b),
    );
  }
  return lines;
}

/** What keeps the coverage from 100%: lines without an exception, and exceptions without a line. */
export function shortfalls(
  missed: ReadonlyMap<string, readonly number[]>,
  textOf: (file: string, line: number) => string,
  exceptions: readonly Exception[],
): string[] {
  const unused = new Set(exceptions);
  const problems: string[] = [];
  for (const [file, lines] of missed) {
    for (const line of lines) {
      const text = textOf(file, line).trim();
      const exception = exceptions.find((e) => e.file === file && e.text === text);
      if (exception === undefined) problems.push(`${file}:${line}: not covered: ${text}`);
      else unused.delete(exception);
    }
  }
  for (const { file, text } of unused) problems.push(`${file}: covered, so no exception is due: ${text}`);
  return problems;
}
