import { expect } from "chai";
import { parseAmount, parseLots } from "../src/lib/amounts.ts";
import {
  formatDuration,
  formatLots,
  formatMoney,
  formatPrice,
  formatShare,
  formatTime,
  lotsInWords,
  shorten,
} from "../src/lib/format.ts";
import { gateName } from "../src/lib/gates.ts";

describe("numbers for people", () => {
  it("are money to the last unit, thousands apart", () => {
    expect(formatMoney(1_234_567_890_123n, 6)).to.equal("1,234,567.890123");
    expect(formatMoney(1_000_000n, 6)).to.equal("1.00");
    expect(formatMoney(-1_500_000n, 6)).to.equal("−1.50");
    expect(formatMoney(1n, 18)).to.equal("0.000000000000000001");
    expect(formatMoney(2_000_000n, 6, 0)).to.equal("2");
  });

  it("are prices with the digits of their steps", () => {
    expect(formatPrice(170, 1_000n, 6)).to.equal("0.170");
    expect(formatPrice(240, 100_000n, 6)).to.equal("24.00");
  });

  it("are lots, shares, times and lengths of time", () => {
    expect([formatLots(1234), formatLots(-5), lotsInWords(1), lotsInWords(12n)]).to.deep.equal([
      "1,234",
      "−5",
      "1 lot",
      "12 lots",
    ]);
    expect([formatShare(1_000_000), formatShare(987_654)]).to.deep.equal(["100%", "98.7654%"]);
    expect(formatTime(1_766_257_200n)).to.equal("Sat 20 Dec 19:00");
    expect([0, 59, 3_600, 93_784].map(formatDuration)).to.deep.equal(["0 s", "59 s", "1 h", "1 d 2 h"]);
    expect(shorten("0x1234567890abcdef")).to.equal("0x1234…cdef");
  });

  it("name gates by their lead", () => {
    expect([2_419_200, 604_800, 43_200, 1_800].map((lead) => gateName({ lead }))).to.deep.equal([
      "Month ahead",
      "Week ahead",
      "Day ahead",
      "Hour ahead",
    ]);
  });
});

describe("numbers from people", () => {
  it("are exact, or none", () => {
    expect(parseAmount("1,234.5", 6)).to.equal(1_234_500_000n);
    expect(parseAmount("0.000001", 6)).to.equal(1n);
    expect(parseAmount("2.50000000", 6)).to.equal(2_500_000n);
    for (const text of ["", "abc", "-1", "1e3", "0.0000001", "1.2.3", ".5"]) {
      expect(parseAmount(text, 6), text).to.equal(undefined);
    }
  });

  it("are lots that fit an order, or none", () => {
    expect([parseLots("1"), parseLots("134217727")]).to.deep.equal([1, 134_217_727]);
    for (const text of ["0", "134217728", "1.5", "-1", ""]) expect(parseLots(text), text).to.equal(undefined);
  });
});
