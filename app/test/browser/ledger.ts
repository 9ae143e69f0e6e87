/** The ledger page against the CSV that it gives. */
import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Page } from "puppeteer-core";
import { parseUnits } from "viem";

const DECIMALS = 6;

/** What a cell shows; where it shortens something, what it stands for. */
async function rowsOf(page: Page, label: string): Promise<string[][]> {
  return await page.$$eval(`[aria-label="${label}"] tbody tr`, (rows) =>
    rows.map((row) =>
      [...row.querySelectorAll("td")].map(
        (cell) => cell.querySelector<HTMLElement>("[title]")?.title ?? cell.innerText.trim(),
      ),
    ),
  );
}

/** Quote units of an amount as a page shows it. */
function unitsOf(shown: string): bigint {
  return shown === "–" ? 0n : parseUnits(shown.replaceAll(",", "").replace("−", "-").replace("+", ""), DECIMALS);
}

/** A file without a cell that needs quotes, by its header. */
function parseCsv(text: string): Record<string, string>[] {
  expect(text).to.not.include('"');
  const [header = [], ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  return rows.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

/**
 * Expects a file of the entries to have the rows of the page, and the statement to have its sums, to the last unit.
 *
 * @returns The rows of the file.
 */
export async function expectSameLedger(page: Page, file: string): Promise<Record<string, string>[]> {
  const rows = parseCsv(readFileSync(file, "utf8"));
  const entries = await rowsOf(page, "Entries");
  const fromFile = rows.map(({ amount = "", change = "", counterparty, transaction, words }) => {
    return [words, counterparty, parseUnits(change, DECIMALS), parseUnits(amount, DECIMALS), transaction];
  });
  const fromPage = entries.map(([, words, counterparty, change = "", moved = "", transaction]) => {
    return [words, counterparty, unitsOf(change), unitsOf(moved), transaction];
  });
  expect(fromFile).to.have.length.above(0);
  expect(fromFile).to.deep.equal(fromPage);

  const statement = await rowsOf(page, "Statement by counterparty");
  const sums = new Map<string, [entries: number, received: bigint, paid: bigint]>();
  for (const { change = "", counterparty = "" } of rows) {
    const [count, received, paid] = sums.get(counterparty) ?? [0, 0n, 0n];
    const units = parseUnits(change, DECIMALS);
    sums.set(counterparty, [count + 1, received + (units > 0n ? units : 0n), paid - (units < 0n ? units : 0n)]);
  }
  const fromStatement = statement.map(([counterparty = "", count, received = "", paid = "", net = ""]) => {
    expect(unitsOf(net), counterparty).to.equal(unitsOf(received) - unitsOf(paid));
    return [counterparty, [Number(count), unitsOf(received), unitsOf(paid)]] as const;
  });
  expect(new Map(fromStatement)).to.deep.equal(sums);
  return rows;
}
