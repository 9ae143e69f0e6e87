import type { CurrentAuction } from "@clearhour/sdk";
import { useState } from "react";
import type { Product } from "../app/exchange.tsx";
import { Choice } from "../ui/Choice.tsx";
import { Panel } from "../ui/Panel.tsx";
import { useWallet } from "../wallet/useWallet.ts";
import { BlockForm } from "./BlockForm.tsx";
import type { BlockKindChoice } from "./blockInput.ts";
import { HourForm } from "./HourForm.tsx";

const KINDS = [
  { value: "hour", label: "One hour" },
  { value: "strip", label: "Strip" },
  { value: "block", label: "Block" },
  { value: "profile", label: "Profile" },
] as const satisfies readonly { value: "hour" | BlockKindChoice; label: string }[];

const EXPLAINED: Record<BlockKindChoice, string> = {
  strip: "The same lots in each of several hours, at one limit on the average. It may fill in part.",
  block:
    "The same lots in each of several hours, at one limit on the average: all of them, or at least a share, or none.",
  profile: "Other lots in each hour, at one limit on the average: all of them, or at least a share of each, or none.",
};

interface Properties {
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly hour: number;
  readonly onHour: (hour: number) => void;
}

/** Places an order; what it takes is shown before anything is signed. */
export function Ticket({ auction, hour, onHour, product }: Properties) {
  const wallet = useWallet();
  const [chosen, choose] = useState<(typeof KINDS)[number]["value"]>("hour");
  // Where an auction trades one hour there is nothing to join.
  const several = auction.endHour - auction.firstHour > 1;
  const kind = several ? chosen : "hour";
  return (
    <Panel title="Order" className="ticket">
      {wallet === undefined ? (
        <p className="empty">Connect a wallet to place an order. The book and all prices are open to everyone.</p>
      ) : (
        <>
          {several && <Choice label="Kind" options={KINDS} value={kind} onChange={choose} />}
          {kind === "hour" ? (
            <HourForm product={product} auction={auction} hour={hour} wallet={wallet} />
          ) : (
            <>
              <p className="hint">{EXPLAINED[kind]}</p>
              <BlockForm {...{ auction, hour, kind, onHour, product, wallet }} />
            </>
          )}
        </>
      )}
    </Panel>
  );
}
