/**
 * What a provider serves of its slots, below the endpoint that it registered:
 *
 *   GET  /v1/slots                             what it delivers now
 *   GET  /v1/assignments/P/H/C/N/metrics       the exporter's page
 *   GET  /v1/assignments/P/H/C/N/samples       signed samples, `?after=` an instant in ms
 *   GET  /v1/assignments/P/H/C/N/receipts      receipts that the nominee signed
 *   GET  /v1/assignments/P/H/C/N/bundle        what the settled reading follows from
 *   POST /v1/assignments/P/H/C/N/order         the nominee's job
 *   POST /v1/assignments/P/H/C/N/receipts      a receipt
 *   POST /v1/assignments/P/H/C/N/claim, open   proofs of work, for the nominee and the oracles: signed requests
 */
import { assignmentPath, isOrder, isReceipt } from "@clearhour/sdk/access";
import type { Assignment } from "@clearhour/sdk/meter";
import { type Address, isHex } from "viem";
import type { Gatekeeper } from "../delivery/access.ts";
import { RefusalError } from "../delivery/errors.ts";
import { type Answer, assignmentOf, jsonOf, type Request } from "../delivery/server.ts";
import { JobGoneError } from "./errors.ts";
import type { Slot } from "./slot.ts";

export type RouteTools = {
  readonly gatekeeper: Gatekeeper;
  /** The slot of an assignment; undefined where it is not this provider's. */
  readonly slotOf: (assignment: Assignment) => Slot | undefined;
  readonly slots: () => readonly Slot[];
  /** The oracles of a product, of both sets. */
  readonly oraclesOf: (product: number) => readonly Address[];
  readonly pageOf: (slot: Slot) => string;
  readonly bundleOf: (slot: Slot) => unknown;
  /** Chain time, ms. */
  readonly now: () => number;
};

/** The most chunks that are opened at once. */
const MOST_OPENED = 16;

export async function route(request: Request, tools: RouteTools): Promise<Answer> {
  if (request.method === "GET" && request.target === "/v1/slots") return { json: tools.slots().map(summary) };
  const found = assignmentOf(request);
  const slot = found && tools.slotOf(found.assignment);
  if (found === undefined || slot === undefined) throw new RefusalError(404, "This provider serves no such thing.");
  switch (`${request.method} ${found.rest}`) {
    case "GET metrics":
      return { page: tools.pageOf(slot) };
    case "GET samples":
      return { json: { samples: samplesAfter(slot, Number(request.query.get("after") ?? 0)) } };
    case "GET receipts":
      return { json: { receipts: slot.receipts } };
    case "GET bundle":
      return { json: tools.bundleOf(slot) ?? refuse(404, "The oracles have not read this hour yet.") };
    case "POST order":
      return await postOrder(request, slot, tools);
    case "POST receipts":
      return await postReceipt(request, slot);
    case "POST claim":
      return await postClaim(request, slot, tools);
    case "POST open":
      return await postOpen(request, slot, tools);
    default:
      throw new RefusalError(404, "This provider serves no such thing.");
  }
}

function summary(slot: Slot) {
  const { assignment, lots } = slot.facts;
  const { pid, samples, receipts } = slot;
  const kind = slot.order?.job.kind ?? null;
  return { assignment, lots, ...slot.figures(), job: kind, pid, samples: samples.length, receipts: receipts.length };
}

function samplesAfter(slot: Slot, after: number) {
  return slot.samples.filter(({ at }) => at > after);
}

async function postOrder(request: Request, slot: Slot, tools: RouteTools): Promise<Answer> {
  const order = jsonOf(request);
  if (!isOrder(order)) throw new RefusalError(400, "This is not an order.");
  await slot.take(order);
  await slot.step(tools.now());
  return { json: { order: slot.order } };
}

async function postReceipt(request: Request, slot: Slot): Promise<Answer> {
  const receipt = jsonOf(request);
  if (!isReceipt(receipt)) throw new RefusalError(400, "This is not a receipt.");
  const { from, outputHash, signature, to } = receipt;
  await slot.addReceipt({ from, to, outputHash, signature });
  return { json: { receipts: slot.receipts.length } };
}

async function postClaim(request: Request, slot: Slot, tools: RouteTools): Promise<Answer> {
  const turn = await admit(request, slot, tools);
  const { nonce, order } = jsonOf(request) as { nonce: unknown; order: unknown };
  if (!isHex(nonce) || nonce.length !== 66) throw new RefusalError(400, "A nonce is 32 bytes.");
  if (isOrder(order)) {
    await slot.take(order);
    await slot.step(tools.now());
  }
  return { json: await answering(() => turn(() => slot.claim(nonce))) };
}

async function postOpen(request: Request, slot: Slot, tools: RouteTools): Promise<Answer> {
  const turn = await admit(request, slot, tools);
  const { indices, run, size } = jsonOf(request) as { indices: unknown; run: unknown; size: unknown };
  const sound = isCount(run) && isCount(size) && Array.isArray(indices) && indices.every(isCount);
  if (!sound || indices.length > MOST_OPENED) throw new RefusalError(400, "These are no chunks to open.");
  return { json: await answering(() => turn(() => slot.open(run, size, indices))) };
}

/**
 * Lets the nominee and the oracles of the product ask.
 *
 * @returns What runs the work that they ask for, each one's in its turn: so that nobody can keep others waiting.
 * @throws {RefusalError} to anybody else.
 */
async function admit(request: Request, slot: Slot, { gatekeeper, oraclesOf }: RouteTools) {
  const { assignment, nominee } = slot.facts;
  const admitted = [nominee, ...oraclesOf(assignment.product)];
  const signer = await gatekeeper.admit(request, assignmentPath(assignment), admitted);
  return <T>(ask: () => Promise<T>): Promise<T> => slot.turns.take(signer, ask);
}

async function answering<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (cause) {
    if (cause instanceof JobGoneError) throw new RefusalError(503, cause.shortMessage, { cause });
    throw cause;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function refuse(status: number, reason: string): never {
  throw new RefusalError(status, reason);
}
