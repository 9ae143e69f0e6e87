/** An oracle's own challenges of an assignment, as it serves them while the hour goes on. */
import { isAddress } from "viem";
import { BundleError } from "../meter/errors.ts";
import type { Assignment } from "../meter/evidence.ts";
import type { SignedChallenge } from "../meter/typedData.ts";
import { assignmentPath } from "./endpointClient.ts";
import { type CallOptions, callEndpoint } from "./http.ts";

/**
 * @param oracle Its endpoint, without a slash at its end.
 * @returns Signatures are not checked here.
 * @throws {EndpointRefusedError} when it does not answer, or knows of no such assignment.
 * @throws {BundleError} when its answer is no list of challenges.
 */
export async function getChallenges(
  oracle: string,
  assignment: Assignment,
  options: Pick<CallOptions, "timeoutMs"> = {},
): Promise<SignedChallenge[]> {
  const answer = (await callEndpoint(`${oracle}${assignmentPath(assignment)}/challenges`, options)) as {
    challenges?: unknown;
  };
  const challenges = answer?.challenges;
  if (!Array.isArray(challenges) || !challenges.every(isSignedChallenge)) {
    throw new BundleError(["/challenges is no list of signed challenges"]);
  }
  return challenges.map(({ at, ok, oracle: by, signature, validForSeconds }) => ({
    ...{ at, ok, validForSeconds, signature },
    oracle: by,
  }));
}

function isSignedChallenge(value: unknown): value is SignedChallenge {
  if (typeof value !== "object" || value === null) return false;
  const { at, ok, oracle, signature, validForSeconds } = value as SignedChallenge;
  return (
    [at, validForSeconds].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    typeof ok === "boolean" &&
    isAddress(oracle, { strict: false }) &&
    /^0x[0-9a-fA-F]{130}$/.test(signature)
  );
}
