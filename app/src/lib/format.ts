/** Numbers and times for people. Money stays an integer until here. */
import { formatUnits } from "viem";

const GROUPS = /\B(?=(\d{3})+(?!\d))/g;

/**
 * Quote units as a decimal number, thousands apart.
 *
 * @param decimals Of the token.
 * @param places Digits behind the point at least; more are shown where the amount has them.
 */
export function formatMoney(amount: bigint, decimals: number, places = 2): string {
  const [whole = "0", fraction = ""] = formatUnits(amount < 0n ? -amount : amount, decimals).split(".");
  const shown = fraction.padEnd(places, "0");
  return `${amount < 0n ? "−" : ""}${whole.replace(GROUPS, ",")}${shown === "" ? "" : `.${shown}`}`;
}

/**
 * A price with as many digits as its steps have, two at least, so that prices under each other line up.
 *
 * @param tickSize Quote units of one step.
 */
export function formatPrice(ticks: number, tickSize: bigint, decimals: number): string {
  const places = formatUnits(tickSize, decimals).split(".")[1]?.length ?? 0;
  return formatMoney(BigInt(ticks) * tickSize, decimals, Math.max(2, places));
}

/**
 * An average of prices, to a hundredth of their steps: limits that are a little off are seen to be.
 *
 * @param tickSize Quote units of one step.
 */
export function formatAverage(ticks: number, tickSize: bigint, decimals: number): string {
  return formatMoney((BigInt(Math.round(ticks * 100)) * tickSize) / 100n, decimals);
}

/** Lots with thousands apart. */
export function formatLots(lots: number | bigint): string {
  const text = String(lots < 0 ? -lots : lots).replace(GROUPS, ",");
  return lots < 0 ? `−${text}` : text;
}

/** One lot, two lots. */
export function lotsInWords(lots: number | bigint): string {
  return `${formatLots(lots)} ${Number(lots) === 1 ? "lot" : "lots"}`;
}

/** Parts per million as percent, without zeros at the end: `20.2%`. */
export function formatShare(ppm: number | bigint): string {
  return `${Number(ppm) / 10_000}%`;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Unix seconds as day and time, UTC: `Sat 21 Nov 14:00`. */
export function formatTime(seconds: bigint | number): string {
  return `${formatDay(seconds)} ${formatClock(seconds)}`;
}

/** Unix seconds as a day, UTC: `Sat 21 Nov`. */
export function formatDay(seconds: bigint | number): string {
  const date = new Date(Number(seconds) * 1000);
  return `${DAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** Unix seconds as a time of day, UTC: `14:00`. */
export function formatClock(seconds: bigint | number): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(11, 16);
}

/** When something ends that begins at `from`, unix seconds, UTC: without the day where that is the same. */
export function formatEnd(from: number, to: number): string {
  return formatDay(from) === formatDay(to - 1) ? formatClock(to) : formatTime(to);
}

/** Seconds as the two largest of days, hours, minutes and seconds: `3 h 20 min`. */
export function formatDuration(seconds: bigint | number): string {
  let left = Math.max(0, Math.floor(Number(seconds)));
  const parts = UNITS.map(([name, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return [count, name] as const;
  });
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(" ");
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** An address or hash by its ends. */
export function shorten(hex: string): string {
  return hex.length <= 12 ? hex : `${hex.slice(0, 6)}…${hex.slice(-4)}`;
}
