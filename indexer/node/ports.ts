/** Ports of this machine, for what a test or a local market starts. */
import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { PortTakenError } from "./errors.ts";

export const HOST = "127.0.0.1";

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

/** @throws {PortTakenError} when something listens on the port */
export async function requireFree(port: number, what: string): Promise<void> {
  if (!(await isFree(port))) throw new PortTakenError(port, what);
}

/** Whether something accepts connections on the port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, HOST, () => probe.close(() => resolve(true)));
  });
}
