/** Pages by the part of the address behind `#`, so that any static server can serve the app. */
import { useSyncExternalStore } from "react";

export const PAGES = [
  { path: "market", title: "Market" },
  { path: "portfolio", title: "Portfolio" },
  { path: "delivery", title: "Delivery" },
  { path: "ledger", title: "Ledger" },
] as const;

export type Page = (typeof PAGES)[number]["path"];

/** The page that is shown; the market where the address names none. */
export function usePage(): Page {
  const path = useSyncExternalStore(subscribe, () => location.hash.replace(/^#\/?/, ""));
  return PAGES.find((page) => page.path === path)?.path ?? "market";
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}
