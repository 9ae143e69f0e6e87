import { expect } from "chai";
import hre from "hardhat";

const TRANSACTION_GAS_CAP = 16_777_216n;

describe("the simulated chain", () => {
  it("has a bounded block and the Osaka transaction cap", async () => {
    const { viem } = await hre.network.create();
    const client = await viem.getPublicClient();
    const [wallet] = await viem.getWalletClients();
    if (wallet === undefined) throw new Error("the simulated chain has no accounts");
    const to = wallet.account.address;

    const { gasLimit } = await client.getBlock();
    expect(gasLimit >= 30_000_000n && gasLimit <= 60_000_000n, `${gasLimit}`).to.equal(true);

    await wallet.sendTransaction({ to, gas: TRANSACTION_GAS_CAP });
    const refused = await wallet.sendTransaction({ to, gas: TRANSACTION_GAS_CAP + 1n }).then(
      () => "accepted",
      (error: Error) => error.message,
    );
    expect(refused).to.include("exceeds transaction gas cap");
  });
});
