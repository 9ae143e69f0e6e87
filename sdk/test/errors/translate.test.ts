import { expect } from "chai";
import {
  createWalletClient,
  custom,
  encodeErrorResult,
  type Hex,
  http,
  IntegerOutOfRangeError,
  parseAbi,
  type Transport,
} from "viem";
import {
  BaseError,
  fromRevertData,
  GasLimitError,
  InsufficientGasFundsError,
  InvalidArgumentError,
  isRetryable,
  NonceConflictError,
  NoSignerError,
  NotDeployedError,
  RevertedError,
  RpcError,
  RpcUnreachableError,
  toClearhourError,
  UnexpectedError,
  UserRejectedError,
  WrongChainError,
  ZeroAmountError,
} from "../../src/errors/index.ts";
import { errorsAbi } from "../../src/generated/index.ts";
import { cashAccount, type Deployment, depositSync, getBalance } from "../../src/index.ts";

const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const deployment = { chainId: 31337, ledger: ADDRESS } as unknown as Deployment;

/** A client whose node answers as told; other requests get answers that let a write go on. */
function client(answers: Record<string, unknown>, account: typeof ADDRESS | undefined = ADDRESS) {
  const usual: Record<string, unknown> = {
    eth_chainId: "0x7a69",
    eth_call: "0x",
    eth_sendTransaction: `0x${"1".repeat(64)}`,
  };
  const request = async ({ method }: { method: string }) => {
    const all = { ...usual, ...answers };
    if (!(method in all)) throw rpcError(-32601, "the method does not exist");
    const answer = all[method];
    if (answer instanceof Error || (typeof answer === "object" && answer !== null && "code" in answer)) throw answer;
    return await Promise.resolve(answer);
  };
  const transport: Transport = custom({ request }, { retryCount: 0 });
  return createWalletClient({ transport, ...(account && { account }) });
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => expect.fail("nothing was thrown"),
    (error: unknown) => error,
  );
}

const rpcError = (code: number, message: string, data?: unknown) => Object.assign(new Error(message), { code, data });
const zeroAmount = encodeErrorResult({ abi: errorsAbi, errorName: "ZeroAmount" });

describe("errors on the way to the chain", () => {
  const parameters = { deployment, amount: 5n };
  const cases: [string, Record<string, unknown>, new (...args: never[]) => BaseError][] = [
    ["a custom error in a call", { eth_call: rpcError(3, "execution reverted", zeroAmount) }, ZeroAmountError],
    ["one that a node wraps", { eth_call: rpcError(-32000, "reverted", { data: zeroAmount }) }, ZeroAmountError],
    ["one when sending", { eth_sendTransaction: rpcError(3, "execution reverted", zeroAmount) }, ZeroAmountError],
    ["a reason in words", { eth_call: rpcError(3, "execution reverted: paused") }, RevertedError],
    ["another chain", { eth_chainId: "0x1" }, WrongChainError],
    [
      "no gas money",
      { eth_sendTransaction: rpcError(-32000, "insufficient funds for gas * price + value") },
      InsufficientGasFundsError,
    ],
    [
      "no gas money at Hardhat",
      { eth_sendTransaction: rpcError(-32000, "Sender doesn't have enough funds to send tx") },
      InsufficientGasFundsError,
    ],
    ["a rejection", { eth_sendTransaction: rpcError(4001, "User denied") }, UserRejectedError],
    ["a used nonce", { eth_sendTransaction: rpcError(-32000, "nonce too low") }, NonceConflictError],
    ["too much gas", { eth_sendTransaction: rpcError(-32000, "exceeds transaction gas cap") }, GasLimitError],
    ["a node's own fault", { eth_call: rpcError(-32603, "internal error") }, BaseError],
    ["a refused request", { eth_chainId: rpcError(-32005, "limit exceeded") }, BaseError],
  ];
  for (const [name, answers, expected] of cases) {
    it(`${name} becomes ${expected.name}`, async () => {
      const error = await thrown(depositSync(client(answers), parameters));
      expect(error).to.be.instanceOf(expected);
      expect((error as BaseError).metaMessages.length).to.be.greaterThan(0);
      expect((error as BaseError).walk((cause) => cause instanceof Error)).to.not.equal(null);
    });
  }

  it("nothing is signed without an account", async () => {
    const reader = createWalletClient({ transport: custom({ request: async () => await Promise.resolve("0x") }) });
    expect(await thrown(depositSync(reader, parameters))).to.be.instanceOf(NoSignerError);
  });

  it("an empty address becomes NotDeployedError", async () => {
    const read = getBalance(client({}), { deployment, accountId: cashAccount(ADDRESS) });
    expect(await thrown(read)).to.be.instanceOf(NotDeployedError);
  });

  it("a dead node becomes RpcUnreachableError, which may be tried again", async () => {
    const dead = createWalletClient({ account: ADDRESS, transport: http("http://127.0.0.1:9", { retryCount: 0 }) });
    for (const call of [
      getBalance(dead, { deployment, accountId: cashAccount(ADDRESS) }),
      depositSync(dead, parameters),
    ]) {
      const error = await thrown(call);
      expect(error).to.be.instanceOf(RpcUnreachableError);
      expect(isRetryable(error)).to.equal(true);
    }
    expect(isRetryable(new WrongChainError(1, 2))).to.equal(false);
    expect(isRetryable(new Error("any"))).to.equal(false);
  });

  it("values that do not encode become InvalidArgumentError", () => {
    const error = new IntegerOutOfRangeError({ value: "1", min: "0", max: "0" });
    expect(toClearhourError(error)).to.be.instanceOf(InvalidArgumentError);
    expect(toClearhourError(new RangeError("1.5 is no integer"))).to.be.instanceOf(InvalidArgumentError);
  });

  it("reverts without a custom error of ours keep their words", () => {
    const plain = parseAbi(["error Error(string)", "error Panic(uint256)", "error Strange(uint256)"]);
    const encode = (errorName: "Error" | "Panic" | "Strange", arg: unknown) =>
      encodeErrorResult({ abi: plain, errorName, args: [arg] } as never) as Hex;
    expect(fromRevertData(encode("Error", "paused")).shortMessage).to.contain("paused");
    expect(fromRevertData(encode("Panic", 17n)).shortMessage).to.contain("0x11");
    expect(fromRevertData(encode("Strange", 1n)).shortMessage).to.contain("unknown error 0x");
    expect(fromRevertData("0x").shortMessage).to.equal("The call reverted without a reason.");
  });

  it("what nobody knows becomes UnexpectedError, and the SDK's own errors stay", () => {
    expect(toClearhourError(new Error("?"))).to.be.instanceOf(UnexpectedError);
    expect(toClearhourError("?")).to.be.instanceOf(UnexpectedError);
    const own = new RpcError();
    expect(toClearhourError(own)).to.equal(own);
    expect(toClearhourError(new Error("wrapped", { cause: own }))).to.equal(own);
  });
});
