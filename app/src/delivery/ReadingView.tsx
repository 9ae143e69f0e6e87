import type { NominationsQuery } from "@clearhour/sdk/graph";
import { useExchange } from "../app/exchange.tsx";
import { formatMoney, formatTime } from "../lib/format.ts";
import { isSynthetic, KIND_WORDS, readingInWords } from "./reading.ts";

type Settlement = NonNullable<NominationsQuery["nominations"][number]["assignments"][number]["settlement"]>;

/** How an assignment was settled, and by what reading. */
export function ReadingView({ settlement }: { readonly settlement: Settlement }) {
  const { token } = useExchange();
  const { kind, paid, reading, timestamp } = settlement;
  return (
    <div>
      <p>
        {reading === null ? KIND_WORDS[kind] : readingInWords(reading)}{" "}
        {reading !== null && isSynthetic(reading) && <span className="tag warn">synthetic</span>}
      </p>
      <p className="hint">
        Settled {formatTime(BigInt(timestamp))} UTC; paid to the holder: {formatMoney(BigInt(paid), token.decimals)}{" "}
        {token.symbol}.
      </p>
    </div>
  );
}
