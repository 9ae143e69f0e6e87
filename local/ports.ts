/** Ports of 127.0.0.1 for the parts of the local market. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { ProcessError } from "./processes.ts";

/** Systems take the ports of outgoing connections from 32768 on: what is free there can be gone a moment later. */
const FIRST = 20_000;
const END = 32_000;
/** Programs that run side by side begin at different places. */
let next = randomInt(FIRST, END);

/** A port that nothing listens on now, and that was not given out lately. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = port + 1 < END ? port + 1 : FIRST;
    if (await isFree(port)) return port;
  }
}

/** @throws {ProcessError} when something listens on the port already */
export async function requireFreePort(port: number, purpose: string): Promise<void> {
  if (await isFree(port)) return;
  throw new ProcessError(
    `port ${port} (${purpose}) is taken: end what listens there, perhaps another local market, and start again`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
