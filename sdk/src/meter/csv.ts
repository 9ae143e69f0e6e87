/** Recordings of power as CSV, `offset_ms,watts`. */
import { parseNumber, parseScaled } from "./decimal.ts";
import { CsvError } from "./errors.ts";
import { RECORDED_WATTS } from "./exporters.ts";

const HEADER = /^offset_ms\s*,\s*watts$/i;
/** Words or numbers between commas or semicolons: no page begins so, and as a CSV its fault can be named. */
const SHAPE = /^\s*(?:offset_ms\s*,|[+-]?[\d.]+(?:e[+-]?\d+)?\s*,|[\w.+-]+(?:\s*[,;]\s*[\w.+-]+)+\s*$)/i;

/** What recorders write where they have no figure: `nvidia-smi` says `[N/A]`. */
const NO_FIGURE = /^(?:|-|\[?n\/?a\]?|\[not supported\]|null|none)$/i;

/** True when the text looks like such a CSV rather than a metrics page. */
export function looksLikeCsv(text: string): boolean {
  const first = text.split("\n").find((line) => line.trim() !== "");
  return first !== undefined && SHAPE.test(first.replace(/^\uFEFF/, ""));
}

/**
 * Turns a CSV of `offset_ms,watts` into a metrics page whose samples carry the offsets as their
 * timestamps, so that recordings and pages are metered by the same code.
 *
 * A header, blank lines and CRLF are fine. Offsets may have decimals and are rounded to whole ms.
 * A row without a figure becomes NaN, which is listed as invalid and not metered.
 *
 * @param name What to call the CSV in errors.
 * @throws {CsvError} when a row has not two fields, or one of them is neither a number nor a
 * recorder's word for none.
 */
export function csvToPage(text: string, name?: string): string {
  const rows: string[] = [];
  let rowsBefore = 0;
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const row = raw.replace(/\r$/, "").trim();
    if (row === "") continue;
    if (rowsBefore++ === 0 && HEADER.test(row)) continue;
    const line = index + 1;
    const fields = row.split(",").map((field) => field.trim());
    const [offset, watts] = fields;
    if (fields.length !== 2 || offset === undefined || watts === undefined) {
      throw new CsvError(line, `${fields.length} field${fields.length === 1 ? "" : "s"} instead of 2`, row, name);
    }
    const at = parseScaled(offset, 0);
    if (at === undefined || !Number.isSafeInteger(Number(at)))
      throw new CsvError(line, `"${offset}" is not an offset in ms`, row, name);
    const known = parseNumber(watts) !== undefined;
    if (!known && !NO_FIGURE.test(watts)) throw new CsvError(line, `"${watts}" is not a power in W`, row, name);
    rows.push(`${RECORDED_WATTS} ${known ? watts : "NaN"} ${at}`);
  }
  return rows.join("\n");
}
