import { approveToken, deposit, depositWithPermit, getBalance, getToken, mockUSDCAbi, withdraw } from "@clearhour/sdk";
import { useState } from "react";
import { parseUnits } from "viem";
import { writeContract } from "viem/actions";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { parseAmount } from "../lib/amounts.ts";
import { formatMoney } from "../lib/format.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Field } from "../ui/Field.tsx";
import { Panel } from "../ui/Panel.tsx";
import type { Wallet } from "../wallet/useWallet.ts";

const TEST_MONEY = 10_000n;

/** Cash in the ledger and in the wallet, and the ways between them. */
export function CashPanel({ wallet: { accountId, address } }: { readonly wallet: Wallet }) {
  const { client, config, deployment, token } = useExchange();
  const { send, busy } = useSend();
  const [text, setText] = useState("");
  const amount = parseAmount(text, token.decimals);
  const usable = amount !== undefined && amount > 0n;
  const money = (units: bigint) => `${formatMoney(units, token.decimals)} ${token.symbol}`;
  const { data, error } = useFresh({
    key: ["cash", address],
    read: async () => {
      const [free, { allowance, balance }] = await Promise.all([
        getBalance(client, { deployment, accountId }),
        getToken(client, { deployment, owner: address }),
      ]);
      return { free, balance, allowance };
    },
  });

  const act = async (title: string, run: Parameters<typeof send>[1]) => {
    if (await send(title, run)) setText("");
  };
  const payIn = (units: bigint) =>
    act(`Deposit ${money(units)}`, (c) => depositWithPermit(c, { deployment, amount: units }));
  const payInApproved = async (units: bigint) => {
    const isAllowed =
      (data?.allowance ?? 0n) >= units ||
      (await send(`Approve ${money(units)}`, (c) => approveToken(c, { deployment, amount: units })));
    if (isAllowed) await act(`Deposit ${money(units)}`, (c) => deposit(c, { deployment, amount: units }));
  };
  const payOut = (units: bigint) => act(`Withdraw ${money(units)}`, (c) => withdraw(c, { deployment, amount: units }));
  const minted = `Mint ${formatMoney(TEST_MONEY, 0, 0)} test ${token.symbol}`;
  const mint = () =>
    send(minted, (c) =>
      writeContract(c, {
        abi: mockUSDCAbi,
        address: deployment.token,
        functionName: "mint",
        args: [address, parseUnits(`${TEST_MONEY}`, token.decimals)],
        account: c.account ?? address,
        chain: c.chain ?? null,
      }),
    );

  return (
    <Panel title="Cash">
      {error !== null && <Failure title="Balances cannot be read" error={error} />}
      <dl className="figures">
        <div>
          <dt>Free in the ledger</dt>
          <dd data-testid="free-cash">{data === undefined ? "…" : money(data.free)}</dd>
        </div>
        <div>
          <dt>In the wallet</dt>
          <dd>{data === undefined ? "…" : money(data.balance)}</dd>
        </div>
      </dl>
      <form onSubmit={(event) => event.preventDefault()}>
        <Field
          label="Amount"
          value={text}
          onChange={setText}
          unit={token.symbol}
          invalid={text !== "" && !usable}
          hint={
            text !== "" && !usable ? "A number above zero, such as 250." : "Free cash can be withdrawn at any time."
          }
        />
        <div className="actions">
          <button
            type="submit"
            className="primary"
            disabled={!usable || busy}
            onClick={() => usable && void payIn(amount)}
          >
            Deposit
          </button>
          <button type="button" disabled={!usable || busy} onClick={() => usable && void payInApproved(amount)}>
            Approve and deposit
          </button>
          <button type="button" disabled={!usable || busy} onClick={() => usable && void payOut(amount)}>
            Withdraw
          </button>
        </div>
        <p className="hint">
          Deposit takes one signature and one transaction (EIP-2612). For wallets that cannot sign it, approve and
          deposit takes two transactions.
        </p>
      </form>
      {config.local !== undefined && (
        <div className="actions">
          <button type="button" className="small" disabled={busy} onClick={() => void mint()}>
            {minted}
          </button>
          <span className="hint">Local chain only: this token is worth nothing.</span>
        </div>
      )}
    </Panel>
  );
}
