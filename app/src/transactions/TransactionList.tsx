import { shorten } from "../lib/format.ts";
import { type State, type Transaction, useTransactions } from "./transactions.tsx";

const SHOWN = 4;
const WORDS: Record<State, string> = {
  signing: "Waits for your signature",
  pending: "Sent: waits for a block",
  mined: "Mined",
  failed: "Failed",
};

/** The latest transactions with their states, told to screen readers as they change. */
export function TransactionList() {
  const { list, dismiss } = useTransactions();
  return (
    <div className="transactions" role="status" aria-label="Transactions">
      {list.slice(0, SHOWN).map((transaction) => (
        <Entry key={transaction.id} transaction={transaction} dismiss={() => dismiss(transaction.id)} />
      ))}
    </div>
  );
}

interface EntryProperties {
  readonly transaction: Transaction;
  readonly dismiss: () => void;
}

function Entry({ transaction: { title, state, hash, words }, dismiss }: EntryProperties) {
  return (
    <article className={`transaction ${state}`} data-state={state}>
      <div>
        <strong>{title}</strong>
        <span className="state">
          {WORDS[state]}
          {hash !== undefined && <code title={hash}>{shorten(hash)}</code>}
        </span>
        {words !== undefined && (
          <>
            <p>{words.what}</p>
            {words.hints.map((hint) => (
              <p key={hint} className="muted">
                {hint}
              </p>
            ))}
          </>
        )}
      </div>
      {(state === "mined" || state === "failed") && (
        <button type="button" className="plain" aria-label={`Dismiss: ${title}`} onClick={dismiss}>
          ×
        </button>
      )}
    </article>
  );
}
