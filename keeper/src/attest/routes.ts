/**
 * What an oracle serves, to its peers, to holders and to anyone:
 *
 *   GET  /v1/hours/P/H                          names of statements, and signatures: see exchange.ts
 *   GET  /v1/hours/P/H/statements/O/ID          one statement of an oracle
 *   GET  /v1/disputes/D                         signatures under a verdict
 *   GET  /v1/readings/P/H                       the readings of the posted root, with their proofs
 *   GET  /v1/assignments/P/H/C/N/samples        the samples that it has; `?ids=` those, separated by commas
 *   GET  /v1/assignments/P/H/C/N/challenges     how its own challenges went, while the hour goes on
 *   GET  /v1/assignments/P/H/C/N/bundle         all that a reading follows from
 *   POST /v1/assignments/P/H/C/N/receipts       a nominee's receipt
 *   POST /v1/assignments/P/H/C/N/orders         a nominee's order
 */
import { isOrder, isReceipt } from "@clearhour/sdk/access";
import { readingToJson, type SignedSample } from "@clearhour/sdk/meter";
import { type Hex, isHex } from "viem";
import { RefusalError } from "../delivery/errors.ts";
import { pairKey } from "../delivery/facts.ts";
import { SAMPLES_AT_ONCE } from "../delivery/limits.ts";
import { type Answer, assignmentOf, jsonOf, type Request, toUint32 } from "../delivery/server.ts";
import type { HourDocument } from "./exchange.ts";
import type { AttestedHour } from "./hour.ts";
import { provenReadings } from "./proofs.ts";
import type { HourResult } from "./readings.ts";
import type { Signatures } from "./signatures.ts";
import type { SlotEvidence } from "./slotEvidence.ts";
import type { Statement } from "./statement.ts";

export type RouteTools = {
  readonly hourOf: (product: number, hour: number) => AttestedHour | undefined;
  readonly signaturesOf: (hour: AttestedHour) => Signatures;
  /** Signatures under the verdict on a dispute, if this oracle has come to one. */
  readonly verdictsOf: (dispute: bigint) => Signatures | undefined;
  /** The result that is settled by: of the posted root, or of the second set's own. */
  readonly resultOf: (hour: AttestedHour) => HourResult | undefined;
};

export async function route(request: Request, tools: RouteTools): Promise<Answer> {
  const [version, kind, ...rest] = request.path;
  if (version !== "v1") throw notFound();
  if (kind === "hours" && request.method === "GET") return { json: hourPart(tools, rest) };
  if (kind === "readings" && request.method === "GET") return { json: readings(tools, rest) };
  if (kind === "disputes" && request.method === "GET") return { json: verdicts(tools, rest) };
  const found = assignmentOf(request);
  const hour = found && tools.hourOf(found.assignment.product, found.assignment.hour);
  const evidence = found && hour?.evidenceOf(found.assignment);
  if (found === undefined || hour === undefined || evidence === undefined) throw notFound();
  switch (`${request.method} ${found.rest}`) {
    case "GET samples":
      return { json: { samples: samplesOf(evidence, request.query.get("ids")) } };
    case "GET challenges":
      return { json: { challenges: evidence.signedChallenges } };
    case "GET bundle": {
      const bundle = tools.resultOf(hour)?.bundles.get(pairKey(found.assignment));
      if (bundle === undefined) throw new RefusalError(404, "There is no reading of this assignment, or none yet.");
      return { json: bundle };
    }
    case "POST receipts": {
      const receipt = jsonOf(request);
      if (!isReceipt(receipt)) throw new RefusalError(400, "This is not a receipt.");
      await evidence.addReceipt(receipt);
      return { json: {} };
    }
    case "POST orders": {
      const order = jsonOf(request);
      if (!isOrder(order)) throw new RefusalError(400, "This is not an order.");
      await evidence.addOrder(order);
      return { json: {} };
    }
    default:
      throw notFound();
  }
}

/** Those with the ids, as far as they are here; all without ids. @throws {RefusalError} when it asks for too many. */
function samplesOf(evidence: SlotEvidence, ids: string | null): readonly SignedSample[] {
  if (ids === null) return evidence.samples;
  const wanted = new Set(ids.split(","));
  if (wanted.size > SAMPLES_AT_ONCE) throw new RefusalError(400, `Ask for ${SAMPLES_AT_ONCE} samples at once.`);
  return [...wanted].flatMap((id) => evidence.sampleOf(id as Hex) ?? []);
}

function hourPart(tools: RouteTools, rest: readonly string[]): HourDocument | Statement {
  const hour = hourAt(tools, rest);
  const [, , part, oracle = "", id = ""] = rest;
  if (part === undefined) {
    return { statements: hour.vector.names(), signatures: tools.signaturesOf(hour).all() };
  }
  const isNamed = part === "statements" && isHex(oracle) && isHex(id);
  const statement = isNamed ? hour.vector.find({ oracle, id: id.toLowerCase() as Hex }) : undefined;
  if (statement === undefined) throw notFound();
  return statement;
}

function readings(tools: RouteTools, rest: readonly string[]) {
  const result = tools.resultOf(hourAt(tools, rest));
  if (result === undefined) throw new RefusalError(404, "The hour is not read yet.");
  const readings = [...provenReadings(result).values()];
  return { root: result.root, readings: readings.map((one) => ({ ...one, reading: readingToJson(one.reading) })) };
}

function verdicts(tools: RouteTools, [id]: readonly string[]) {
  const signatures = id !== undefined && /^\d{1,19}$/.test(id) ? tools.verdictsOf(BigInt(id)) : undefined;
  if (signatures === undefined) throw notFound();
  return { signatures: signatures.all() };
}

function hourAt({ hourOf }: RouteTools, [product, hour]: readonly string[]): AttestedHour {
  const [p, h] = [toUint32(product), toUint32(hour)];
  const found = p === undefined || h === undefined ? undefined : hourOf(p, h);
  if (found === undefined) throw notFound();
  return found;
}

function notFound(): RefusalError {
  return new RefusalError(404, "This oracle has no such thing.");
}
