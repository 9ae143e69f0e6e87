/** The books as the chain has them: accounts enumerated from its logs, each read from storage by eth_call. */
import { type AccountId, type Deployment, getBalance, ledgerAbi, unpackPositionWord } from "@clearhour/sdk";
import { erc20Abi, getAbiItem, type PublicClient } from "viem";

export interface Books {
  /** The sum of all balances in the Ledger, quote units. */
  readonly ledgerSum: bigint;
  /** What the Ledger holds of the token, quote units. */
  readonly tokenBalance: bigint;
  /** Lots, summed over all accounts and series; zero once everything is collected. */
  readonly positionsNet: number;
  /** Accounts that ever had an entry. */
  readonly accounts: number;
}

/** Reads the books as of one block. */
export async function readBooks(client: PublicClient, deployment: Deployment, blockNumber: bigint): Promise<Books> {
  const range = { address: deployment.ledger, fromBlock: deployment.block, toBlock: blockNumber } as const;
  const posted = await client.getLogs({
    ...range,
    event: getAbiItem({ abi: ledgerAbi, name: "Posted" }),
    strict: true,
  });
  const moved = await client.getLogs({
    ...range,
    event: getAbiItem({ abi: ledgerAbi, name: "LotsMoved" }),
    strict: true,
  });

  const accounts = [...new Set(posted.flatMap(({ args }) => [args.from, args.to]))] as AccountId[];
  const balances = await Promise.all(
    accounts.map((accountId) => getBalance(client, { deployment, accountId, blockNumber })),
  );
  const words = new Map(moved.map(({ args }) => [`${args.account} ${args.octet}`, args]));
  const positions = await Promise.all(
    [...words.values()].map(({ account, octet }) =>
      client.readContract({
        abi: ledgerAbi,
        address: deployment.ledger,
        functionName: "positionWord",
        args: [account, octet],
        blockNumber,
      }),
    ),
  );
  return {
    ledgerSum: balances.reduce((sum, balance) => sum + balance, 0n),
    tokenBalance: await client.readContract({
      abi: erc20Abi,
      address: deployment.token,
      functionName: "balanceOf",
      args: [deployment.ledger],
      blockNumber,
    }),
    positionsNet: positions.flatMap(unpackPositionWord).reduce((sum, lots) => sum + lots, 0),
    accounts: accounts.length,
  };
}
