/** What a provider's endpoint refused, in words for its nominee. Pure. */
import { EndpointRefusedError, OrderRefusedError } from "@clearhour/sdk/access";
import { WorkProofError } from "@clearhour/sdk/jobs";

/** Where an hour is, seen from its job. */
export type Phase = "before" | "during" | "after";

/** What went wrong, and what to do. */
export interface EndpointWords {
  readonly what: string;
  readonly hint: string;
}

/** Undefined for errors that no endpoint makes. */
export function endpointWords(error: unknown, phase: Phase): EndpointWords | undefined {
  if (error instanceof WorkProofError) {
    return { what: error.shortMessage, hint: "No receipt was signed for this time. The next check begins anew." };
  }
  if (error instanceof OrderRefusedError) {
    return { what: "The provider refused this job. Order another one.", hint: `It says: ${error.reason}` };
  }
  if (!(error instanceof EndpointRefusedError)) return undefined;
  const { status } = error;
  if (status === undefined) {
    return {
      what: "The provider does not answer.",
      hint: "It may be down, or lets no page of another site ask it (CORS). It is asked again; time without proof is the provider's loss.",
    };
  }
  if (status === 401 || status === 403) {
    return {
      what: "The provider does not take you for the nominee.",
      hint: "These lots were nominated with another key, or this browser's time is far from the chain's.",
    };
  }
  if (phase === "after") {
    return {
      what: "The hour is over.",
      hint: "The provider runs nothing any more; the oracles read what it delivered.",
    };
  }
  if (status === 404) {
    return {
      what: "The provider does not serve these lots yet.",
      hint: "It takes an order as soon as it has seen on the chain that they are assigned to it.",
    };
  }
  if (status === 503 || status === 410) {
    return phase === "before"
      ? { what: "The job has no process yet.", hint: "The provider starts it shortly before the hour." }
      : { what: "The job is not running.", hint: "Time in which it does not run is the provider's loss." };
  }
  return { what: error.shortMessage, hint: "No receipt was signed for this time." };
}
