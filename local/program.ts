/** What the programs of this folder share: they end what they started, however they end. */

/** What ends the parts of a program. */
export type Ends = (() => Promise<void> | void)[];

/** Ends everything, the last first. What it has ended is not ended again. */
export async function endAll(ends: Ends): Promise<void> {
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
}

/**
 * Runs a program until it is done, fails, or is asked to end by Ctrl-C or SIGTERM; then ends its parts and the process.
 *
 * @param codeOfSignal Exit code where a signal ended it: whether that is how it is meant to end.
 * @param main Puts into `ends` what ends each of its parts, as soon as the part is there. Returns the exit code.
 */
export async function runProgram(codeOfSignal: 0 | 1, main: (ends: Ends) => Promise<number>): Promise<never> {
  const ends: Ends = [];
  const signalled = new Promise<number>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        if (codeOfSignal !== 0) console.error(`ended by ${signal}`);
        resolve(codeOfSignal);
      });
    }
  });
  try {
    process.exitCode = await Promise.race([main(ends), signalled]);
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  } finally {
    await endAll(ends);
  }
  // A main that a signal cut off still waits for parts that are gone: without this the process would wait with it.
  process.exit();
}
