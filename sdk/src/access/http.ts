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

/**
 * Calls a URL.
 *
 * @returns The parsed JSON; its shape is for the caller to check.
 * @throws {EndpointRefusedError} when there is no answer in time, or it is a refusal, too large, or no JSON.
 */
export async function call(url: string, options: CallOptions = {}): Promise<unknown> {
  const { body, headers = {}, largest = 64 * MIB, timeoutMs = 10_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    const json = { ...headers, "content-type": "application/json" };
    const request = body === undefined ? { headers } : { method: "POST", body, headers: json };
    response = await fetch(url, { ...request, redirect: "error", signal });
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

class TooLargeError extends Error {}

async function readUpTo({ body }: Response, largest: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > largest) throw new TooLargeError();
    text += decoder.decode(part, { stream: true });
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
  const { code } = (cause.cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : cause.message;
}
