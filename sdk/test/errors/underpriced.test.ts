import { expect } from "chai";
import { RpcRequestError } from "viem";
import { GasPriceError, RpcError, toClearhourError } from "../../src/index.ts";

function refusal(message: string): Error {
  return new RpcRequestError({ body: {}, url: "http://127.0.0.1", error: { code: -32_000, message } });
}

describe("a refusal of a node", () => {
  for (const message of [
    "replacement transaction underpriced",
    "Replacement transaction underpriced. A gasPrice/maxFeePerGas of at least 1 is necessary to replace it.",
    "already known",
  ]) {
    it(`knows a fee that replaces nothing: ${message}`, () => {
      expect(toClearhourError(refusal(message))).to.be.instanceOf(GasPriceError);
    });
  }

  it("knows that a node refuses", () => {
    expect(toClearhourError(refusal("query returned more than 10000 results"))).to.be.instanceOf(RpcError);
  });
});
