/** Pages by the part of the address behind `#`, so that any static server can serve the app. */
import { useSyncExternalStore } from "react";

export const PAGES = [
  { path: "market", title: "Market" },
  { path: "portfolio", title: "Portfolio" },
  { path: "delivery", title: "Delivery" },
  { path: "ledger", title: "Ledger" },
] as const;

export type Page = (typeof PAGES)[number]["path"] | "auction";

export interface Route {
  readonly page: Page;
  /** What the address names behind the page; empty for nothing. */
  readonly named: string;
}

/** The page that is shown; the market where the address names none. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [path, named = ""] = hash.replace(/^#\/?/, "").split("/");
  if (path === "auction") return { page: path, named };
  return { page: PAGES.find((page) => page.path === path)?.path ?? "market", named };
}

/** The address of an auction's page. */
export function auctionAddress(auction: bigint): string {
  return `#/auction/${auction}`;
}

/** The auction that an address names; undefined where it is no id of one. */
export function auctionNamed(named: string): bigint | undefined {
  return /^\d{1,20}$/.test(named) && BigInt(named) < 2n ** 64n ? BigInt(named) : undefined;
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}
