/** Calls of providers' and oracles' endpoints: JSON both ways, with a limit to time and size. */
import { EndpointRefusedError } from "./errors.ts";

export type CallOptions = {
  /** JSON to post; a GET without it. */
  readonly body?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the whole call may take, in ms of the caller's own time. 10 s by default. */
  readonly timeoutMs?: number | undefined;
  /** The largest answer, in bytes. 64 MiB by default. */
  readonly largest?: number | undefined;
};

const MIB = 2 ** 20;
/** Connections that a call is tried over, at most. */
const TRIES = 3;
/** Before another, ms: others that were kept and are closed by now are noticed meanwhile, and not used again. */
const PAUSE_MS = 50;
/** The connection ended before any answer: the server may have closed it, being idle, just as it was used again. */
const LOST = new Set<unknown>(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/**
 * Calls a URL. Where a connection is lost before any answer, the same request is sent again over another one, so what
 * is posted has to be harmless twice.
 *
 * @returns The parsed JSON; its shape is for the caller to check.
 * @throws {EndpointRefusedError} when there is no answer in time, or it is a refusal, too large, or no JSON.
 */
export async function callEndpoint(url: string, options: CallOptions = {}): Promise<unknown> {
  const { body, headers = {}, largest = 64 * MIB, timeoutMs = 10_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    const json = { ...headers, "content-type": "application/json" };
    const request = body === undefined ? { headers } : { method: "POST", body, headers: json };
    response = await fetchAgain(url, { ...request, redirect: "error", signal });
    text = await readUpTo(response, largest);
  } catch (cause) {
    if (cause instanceof TooLargeError) throw new EndpointRefusedError(url, undefined, `more than ${largest} bytes`);
    throw new EndpointRefusedError(url, undefined, reasonOf(cause), { cause });
  }
  const json = parse(text);
  if (!response.ok) throw new EndpointRefusedError(url, response.status, errorIn(json) ?? response.statusText);
  if (json === undefined) throw new EndpointRefusedError(url, response.status, "what it sent is no JSON");
  return json;
}

async function fetchAgain(url: string, request: RequestInit): Promise<Response> {
  for (let left = TRIES - 1; ; left--) {
    try {
      return await fetch(url, request);
    } catch (error) {
      if (left === 0 || !LOST.has(codeOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

class TooLargeError extends Error {}

async function readUpTo({ body }: Response, largest: number): Promise<string> {
  // A reader: not every browser iterates over streams.
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    size += part.value.length;
    if (size > largest) {
      await reader?.cancel();
      throw new TooLargeError();
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorIn(json: unknown): string | undefined {
  const { error } = (json ?? {}) as { error?: unknown };
  return typeof error === "string" ? error.slice(0, 500) : undefined;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return "it took too long";
  const code = codeOf(cause);
  return typeof code === "string" ? code : cause.message;
}

/** Of what made fetch fail; browsers tell none, and send again by themselves. */
function codeOf(error: unknown): unknown {
  const { code } = ((error as Error | undefined)?.cause ?? {}) as { code?: unknown };
  return code;
}
