/** How long a round may still take once the keeper is asked to end, milliseconds. It leaves nothing half done. */
const GRACE = 5_000;

/** Aborts when the process is asked to end: by SIGTERM, or Ctrl-C. The second time it ends at once. */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  const end = () => {
    // From now on signals do what they do by themselves: whoever asks twice does not want to wait for the round.
    process.off("SIGTERM", end);
    process.off("SIGINT", end);
    controller.abort();
    // Wanted: a round that waits for a dead RPC would keep the process for as long as its retries last, and whoever
    // supervises it would kill it. What the role has open is not closed then, and its folder's lock stays: no end in good
    // order, so the code is 1.
    setTimeout(() => {
      console.error(`ended in the middle of a round, ${GRACE / 1000} s after it was asked to end`);
      process.exit(1);
    }, GRACE).unref();
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  return controller.signal;
}
