/** Transactions of this visit, and where each of them is. */
import { type ClearhourClient, confirmTransaction } from "@clearhour/sdk";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { Hash } from "viem";
import { useExchange } from "../app/exchange.tsx";
import { type Words, wordsOf } from "../ui/words.ts";
import { useSigner } from "../wallet/useWallet.ts";

/**
 * `signing`: waits for the wallet; `pending`: sent, waits for a block; `mined`; `failed`: refused, reverted or not
 * sent at all.
 */
export type State = "signing" | "pending" | "mined" | "failed";

export interface Transaction {
  readonly id: number;
  readonly title: string;
  readonly state: State;
  readonly hash?: Hash;
  readonly words?: Words;
}

interface Transactions {
  readonly list: readonly Transaction[];
  readonly add: (title: string) => number;
  readonly update: (id: number, change: Partial<Transaction>) => void;
  readonly dismiss: (id: number) => void;
}

const Context = createContext<Transactions | undefined>(undefined);
let lastId = 0;

export function TransactionsProvider({ children }: { readonly children: ReactNode }) {
  const [list, setList] = useState<readonly Transaction[]>([]);
  const transactions = useMemo(
    (): Transactions => ({
      list,
      add(title) {
        const id = ++lastId;
        setList((before) => [{ id, title, state: "signing" }, ...before]);
        return id;
      },
      update(id, change) {
        setList((before) => before.map((one) => (one.id === id ? { ...one, ...change } : one)));
      },
      dismiss(id) {
        setList((before) => before.filter((one) => one.id !== id));
      },
    }),
    [list],
  );
  return <Context value={transactions}>{children}</Context>;
}

export function useTransactions(): Transactions {
  const transactions = useContext(Context);
  if (transactions === undefined) throw new Error("outside of TransactionsProvider");
  return transactions;
}

/** Sends a transaction and follows it. Resolves with whether it was mined and did what it should. */
export type Send = (title: string, act: (client: ClearhourClient) => Promise<Hash>) => Promise<boolean>;

export function useSend(): { readonly send: Send; readonly busy: boolean } {
  const { add, update } = useTransactions();
  const { client } = useExchange();
  const signer = useSigner();
  const queries = useQueryClient();
  const [running, setRunning] = useState(0);
  const send: Send = async (title, act) => {
    const id = add(title);
    setRunning((count) => count + 1);
    try {
      const hash = await act(await signer());
      update(id, { state: "pending", hash });
      await confirmTransaction(client, { hash });
      update(id, { state: "mined" });
      void queries.invalidateQueries();
      return true;
    } catch (error) {
      update(id, { state: "failed", words: wordsOf(error) });
      return false;
    } finally {
      setRunning((count) => count - 1);
    }
  };
  return { send, busy: running > 0 };
}
