import { expect } from "chai";
import { createWalletClient, custom, erc20Abi, parseUnits } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  approveTokenSync,
  cashAccount,
  clearhourActions,
  depositSync,
  depositWithPermitSync,
  feesAccount,
  formatAccount,
  getBalance,
  getLedgerEntries,
  getShort,
  getToken,
  getTotal,
  InsufficientCashError,
  InsufficientGasFundsError,
  InsufficientLotsError,
  InvalidAmountError,
  InvalidRangeError,
  mayTrade,
  NotAuthorizedError,
  NotDeployedError,
  setApprovalSync,
  setOperatorSync,
  skimSync,
  TokenAllowanceError,
  TokenBalanceError,
  transferLotsSync,
  transferSync,
  WrongAccountError,
  WrongChainError,
  withdrawSync,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

describe("sdk: the ledger", () => {
  let market: SdkMarket;

  beforeEach(async () => {
    market = await openSdkMarket();
  });

  it("takes deposits by approval and by permit, moves cash and pays it out", async () => {
    const { deployment, client, alice, bob } = market;
    const [a, b] = [market.account(alice), market.account(bob)];
    await market.mint(alice, 100n * USDC);
    await depositWithPermitSync(alice, { deployment, amount: 60n * USDC });
    await approveTokenSync(alice, { deployment, amount: 40n * USDC });
    await depositSync(alice, { deployment, amount: 30n * USDC, to: cashAccount(alice.account.address, 7) });
    expect(await getBalance(client, { deployment, accountId: a })).to.equal(60n * USDC);
    expect(await getToken(client, { deployment, owner: alice.account.address })).to.deep.equal({
      address: deployment.token,
      name: "Mock USD Coin",
      symbol: "USDC",
      decimals: 6,
      balance: 10n * USDC,
      allowance: 10n * USDC,
    });

    await transferSync(alice, { deployment, to: b, amount: 25n * USDC, note: 77n });
    await withdrawSync(bob, { deployment, amount: parseUnits("5", 6), to: alice.account.address });
    expect(await getBalance(client, { deployment, accountId: b })).to.equal(20n * USDC);
    expect(await getTotal(client, { deployment })).to.equal(85n * USDC);

    const entries = await getLedgerEntries(client, { deployment, accounts: [b], chunk: 2n });
    expect(entries.map(({ memo, amount }) => [memo.name, memo.reference, amount])).to.deep.equal([
      ["transfer", 77n, 25n * USDC],
      ["withdrawal", 0n, 5n * USDC],
    ]);
    const all = await getLedgerEntries(client, { deployment });
    expect(all.map(({ memo }) => memo.words)).to.deep.equal(["Deposit", "Deposit", "Transfer", "Withdrawal"]);
    expect(all.map(({ from }) => formatAccount(from)).slice(0, 2)).to.deep.equal(["outside", "outside"]);
    await thrown(InvalidRangeError, getLedgerEntries(client, { deployment, fromBlock: 9n, toBlock: 8n }));
    await thrown(InvalidRangeError, getLedgerEntries(client, { deployment, chunk: 0n }));
  });

  it("lets operators trade and approved spenders move funds, nothing more", async () => {
    const { deployment, client, alice, bob } = market;
    const [a, b] = [market.account(alice), market.account(bob)];
    await market.fund(alice, 10n * USDC);
    const trade = { deployment, accountId: a, caller: bob.account.address };
    const move = { deployment, from: a, to: b, amount: USDC };

    await setOperatorSync(alice, { deployment, operator: bob.account.address, allowed: true });
    expect(await mayTrade(client, trade)).to.equal(true);
    await thrown(NotAuthorizedError, transferSync(bob, move));
    await thrown(NotAuthorizedError, withdrawSync(bob, { deployment, from: a, amount: USDC }));
    await setOperatorSync(alice, { deployment, operator: bob.account.address, allowed: false });
    expect(await mayTrade(client, trade)).to.equal(false);

    await setApprovalSync(alice, { deployment, spender: bob.account.address, allowed: true });
    await transferSync(bob, move);
    await thrown(NotAuthorizedError, withdrawSync(bob, { deployment, from: a, amount: USDC }));
    await setApprovalSync(alice, { deployment, spender: bob.account.address, allowed: false });
    await thrown(NotAuthorizedError, transferSync(bob, move));
    expect(await getBalance(client, { deployment, accountId: b })).to.equal(USDC);
  });

  it("books donations to fees", async () => {
    const { deployment, client, alice, bob } = market;
    await market.mint(alice, 3n * USDC);
    await alice.writeContract({
      abi: erc20Abi,
      address: deployment.token,
      functionName: "transfer",
      args: [deployment.ledger, 3n * USDC],
    });
    await skimSync(bob, { deployment });
    expect(await getBalance(client, { deployment, accountId: feesAccount(0) })).to.equal(3n * USDC);
  });

  it("offers the same as a decorator", async () => {
    const { deployment, alice, client } = market;
    await market.fund(alice, 10n * USDC);
    const { clearhour } = alice.extend(clearhourActions(deployment));
    await clearhour.withdrawSync({ amount: 4n * USDC });
    expect(await clearhour.getBalance({ accountId: market.account(alice) })).to.equal(6n * USDC);
    expect(await client.extend(clearhourActions(deployment)).clearhour.getTotal()).to.equal(6n * USDC);
    expect(await clearhour.getShort({ accountId: market.account(alice), series: market.series(0) })).to.deep.equal(
      await getShort(client, { deployment, accountId: market.account(alice), series: market.series(0) }),
    );
  });

  it("refuses bad input with an error of its own, and changes nothing", async () => {
    const { deployment, client, alice, bob, provider } = market;
    const [a, b] = [market.account(alice), market.account(bob)];
    await market.fund(alice, 10n * USDC);
    const poor = createWalletClient({
      account: privateKeyToAccount(generatePrivateKey()),
      transport: custom(provider, { retryCount: 0 }),
    });
    const before = await client.getBlockNumber();
    const series = market.series(0);

    const { needed } = (await thrown(InsufficientCashError, withdrawSync(alice, { deployment, amount: 11n * USDC })))
      .args;
    expect(needed).to.equal(11n * USDC);
    await thrown(InvalidAmountError, withdrawSync(alice, { deployment, amount: 0n }));
    await thrown(InvalidAmountError, transferSync(alice, { deployment, to: b, amount: -1n }));
    await thrown(InvalidAmountError, depositSync(alice, { deployment, amount: 1n << 256n }));
    await thrown(WrongAccountError, transferSync(alice, { deployment, to: feesAccount(1), amount: 1n }));
    await thrown(NotAuthorizedError, transferSync(bob, { deployment, from: a, to: b, amount: 1n }));
    await thrown(InsufficientLotsError, transferLotsSync(alice, { deployment, to: b, series, lots: 1 }));
    await thrown(TokenAllowanceError, depositSync(bob, { deployment, amount: 1n }));
    await thrown(TokenBalanceError, depositWithPermitSync(bob, { deployment, amount: 1n }));
    await thrown(WrongChainError, withdrawSync(alice, { deployment: { ...deployment, chainId: 1 }, amount: 1n }));
    await thrown(
      InsufficientGasFundsError,
      setOperatorSync(poor, { deployment, operator: bob.account.address, allowed: true }),
    );
    const nowhere = { ...deployment, ledger: bob.account.address };
    await thrown(NotDeployedError, getBalance(client, { deployment: nowhere, accountId: a }));

    expect(await client.getBlockNumber()).to.equal(before);
    expect(await getBalance(client, { deployment, accountId: a })).to.equal(10n * USDC);
  });
});
