import type { CurrentAuction } from "@clearhour/sdk";
import { useChainTime } from "../app/chainTime.tsx";
import { auctionAddress } from "../app/route.ts";
import { formatDuration, formatTime } from "../lib/format.ts";
import { STAGE_WORDS } from "../lib/stage.ts";
import { Choice } from "../ui/Choice.tsx";

interface Properties {
  readonly auction: CurrentAuction;
  /** All that are under way at its gate. */
  readonly auctions: readonly CurrentAuction[];
  readonly onChange: (number: number) => void;
}

/** Where an auction is, how long that lasts, and the others of its gate. */
export function AuctionState({ auction, auctions, onChange }: Properties) {
  const { now } = useChainTime();
  const collects = auction.state === "collect";
  const { look, what, words } = STAGE_WORDS[collects ? "collect" : "clear"];
  const until = collects ? auction.close : auction.deadline;
  const from = collects ? auction.open : auction.close;
  const total = Number(until - from);
  const left = Math.max(0, Number(until - now));
  return (
    <div className="auction">
      {auctions.length > 1 && (
        <Choice
          label="Auction"
          options={auctions.map(({ number, start, state }) => ({
            value: number,
            label: `${formatTime(start)}${state === "solve" ? " · clearing" : ""}`,
          }))}
          value={auction.number}
          onChange={onChange}
        />
      )}
      <div className="countdown">
        <span className={`tag ${look}`}>{words}</span>
        <strong>{formatDuration(left)}</strong>
        <span className="muted">
          {what}, {formatTime(until)} UTC
        </span>
        <a href={auctionAddress(auction.auction)}>This auction in full</a>
        <progress max={total} value={total - left} aria-label="Time of this state that has passed" />
      </div>
    </div>
  );
}
