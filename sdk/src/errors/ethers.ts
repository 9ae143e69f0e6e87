import type { BaseErrorOptions } from "./base.ts";
import { ChainError } from "./chain.ts";

/** An ethers object cannot do what the actions need. */
export class UnsupportedEthersError extends ChainError {
  override name = "UnsupportedEthersError";

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`${reason}.`, {
      ...options,
      metaMessages: ["Give a JsonRpcProvider, WebSocketProvider or BrowserProvider, or a signer connected to one."],
    });
  }
}
