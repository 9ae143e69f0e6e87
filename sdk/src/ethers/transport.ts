import type { JsonRpcApiProvider } from "ethers";
import { TimeoutError } from "viem";

/** Requests that wait for a person. */
const ASKS_A_PERSON = /^(eth_sendTransaction|eth_sign.*|personal_.*|wallet_.*|eth_requestAccounts)$/;

type Request = { readonly method: string; readonly params?: unknown };

/** A JSON-RPC request through an ethers provider, with the node's own errors. */
export function requestWith(provider: JsonRpcApiProvider, timeout: number) {
  return async ({ method, params = [] }: Request): Promise<unknown> => {
    try {
      const answer = provider.send(method, params as never[]);
      return await (ASKS_A_PERSON.test(method) ? answer : inTime(answer, timeout, { method, params }));
    } catch (error) {
      throw nodeError(error);
    }
  };
}

/** A provider whose node is dead tries to reach it for ever. */
async function inTime<T>(answer: Promise<T>, timeout: number, body: Request): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new TimeoutError({ body: { ...body }, url: "the ethers provider" });
    timer = setTimeout(() => reject(error), timeout);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** ethers wraps what a node or wallet says; viem understands it as it was. */
function nodeError(error: unknown): unknown {
  for (let next = error as Wrapped | null | undefined; next !== null && typeof next === "object"; ) {
    if (typeof next.code === "number" && typeof next.message === "string") {
      return Object.assign(new Error(next.message, { cause: error }), { code: next.code, data: next.data });
    }
    next = next.info?.error ?? next.error ?? next.info?.info?.error;
  }
  return error;
}

type Wrapped = {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly data?: unknown;
  readonly error?: Wrapped;
  readonly info?: { readonly error?: Wrapped; readonly info?: { readonly error?: Wrapped } };
};
