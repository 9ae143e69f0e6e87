/** What the programs of this folder share: they end what they started, however they end. */

/** What ends the parts of a program. */
export type Ends = (() => Promise<void> | void)[];

/** How long a part that was being started when a signal came may take until it can be ended, in ms. */
const STARTING_MS = 10_000;

/**
 * Ends everything, the last first. What it has ended is not ended again.
 *
 * @throws {AggregateError} with what went wrong, once all had their turn.
 */
export async function endAll(ends: Ends): Promise<void> {
  const errors: unknown[] = [];
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    try {
      await end();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, `not all parts ended: ${errors.map(wordsOf).join("; ")}`);
}

/**
 * Runs a program until it is done, fails, or is asked to end by Ctrl-C, SIGTERM or a terminal that closes; then ends its
 * parts and the process.
 *
 * @param codeOfSignal Exit code where a signal ended it: whether that is how it is meant to end.
 * @param main Puts into `ends` what ends each of its parts, as soon as the part is there. Returns the exit code;
 * undefined where the program goes on until a signal comes.
 */
export async function runProgram(
  codeOfSignal: 0 | 1,
  main: (ends: Ends) => Promise<number | undefined>,
): Promise<void> {
  const ends: Ends = [];
  const signalled = new Promise<"signalled">((resolve) => {
    let isFirst = true;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      // Every one is caught: npm passes on what the terminal has sent already, and a second one that killed this
      // process would leave its parts to nobody.
      process.on(signal, () => {
        if (isFirst) console.error(`${signal}: ending all parts`);
        isFirst = false;
        resolve("signalled");
      });
    }
  });
  const running = main(ends);
  let isCutOff = false;
  try {
    const code = await Promise.race([running, signalled]);
    isCutOff = code === "signalled";
    if (code === undefined) await signalled;
    process.exitCode = typeof code === "number" ? code : codeOfSignal;
  } catch (error) {
    fail(error);
  }
  const hasEnded = await endAll(ends).then(() => true, fail);
  // What kept the process now would be a part that nothing ends: it shows, as a program that hangs.
  if (hasEnded && !isCutOff) return;
  // What was being started then is there only now; whatever else main waits for is gone, and it fails.
  await Promise.race([running.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, STARTING_MS))]);
  await endAll(ends).catch(fail);
  // Wanted: a main that was cut off, or a part that said it could not end, may go on to wait, for hours, for what is
  // gone, and nothing can take that from it. All else that was started has ended by now.
  process.exit();
}

function fail(error: unknown): false {
  console.error(`\n${wordsOf(error)}`);
  process.exitCode = 1;
  return false;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
