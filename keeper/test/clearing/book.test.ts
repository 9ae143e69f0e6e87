/** Books that make no sense are refused with the place where they are wrong. */
import { expect } from "chai";
import { readBook } from "../../src/clearing/book.ts";
import { BookError } from "../../src/clearing/errors.ts";

const FRAME = { format: "clearhour-book", version: 1, series: ["a", "b", "c"] };
const hourly = { series: "a", side: "buy", price: 1, lots: 1 };
const strip = { side: "buy", price: 1, lots: 1, series: ["a", "b"] };
const many = Array.from({ length: 400 }, (_, i) => `s${i}`);
const block = { side: "sell", value: 8, legs: [{ series: "a", lots: 4 }] };

describe("a book of orders", () => {
  it("is read with its strips and blocks as combinations of units", () => {
    const book = readBook({ ...FRAME, hourly: [hourly], strips: [strip], blocks: [block, { ...block, minLots: 2 }] });
    expect([...book.hourly]).to.deep.equal([{ side: "buy", price: 1, lots: 1, series: 0 }]);
    expect(book.combinations).to.deep.equal([
      {
        kind: "strip",
        side: "buy",
        value: 2,
        least: 1,
        units: 1,
        legs: [
          { series: 0, lots: 1 },
          { series: 1, lots: 1 },
        ],
      },
      { kind: "block", side: "sell", value: 8, least: 1, units: 1, legs: [{ series: 0, lots: 4 }] },
      { kind: "block", side: "sell", value: 2, least: 2, units: 4, legs: [{ series: 0, lots: 1 }] },
    ]);
  });

  const cases: readonly [string, unknown, string, RegExp][] = [
    ["is no object", 7, "", /must be object/],
    ["has another format", { ...FRAME, format: "book" }, "/format", /equal to constant \(clearhour-book\)/],
    ["has no series", { ...FRAME, series: [] }, "/series", /fewer than 1/],
    ["has one series twice", { ...FRAME, series: ["a", "a"] }, "/series", /duplicate/],
    ["has a field that is none", { ...FRAME, orders: [] }, "", /additional properties \(orders\)/],
    ["has a side that is none", { ...FRAME, hourly: [{ ...hourly, side: "bid" }] }, "/hourly/0/side", /buy,sell/],
    [
      "has limits that do not add up in floating point",
      { ...FRAME, series: many, strips: [{ ...strip, price: 2 ** 31, series: many }] },
      "",
      /larger units/,
    ],
    ["has half a lot", { ...FRAME, hourly: [{ ...hourly, lots: 0.5 }] }, "/hourly/0/lots", /integer/],
    ["has no lots", { ...FRAME, hourly: [{ ...hourly, lots: 0 }] }, "/hourly/0/lots", />= 1/],
    ["has more lots than a series holds", { ...FRAME, hourly: [{ ...hourly, lots: 2 ** 31 }] }, "/hourly/0/lots", /<=/],
    ["has a broken price", { ...FRAME, hourly: [{ ...hourly, price: 1.5 }] }, "/hourly/0/price", /integer/],
    ["names no series", { ...FRAME, hourly: [{ ...hourly, series: "z" }] }, "/hourly/0/series", /no series "z"/],
    ["jumps", { ...FRAME, strips: [{ ...strip, series: ["a", "c"] }] }, "/strips/0/series/1", /follow one another/],
    ["goes back", { ...FRAME, strips: [{ ...strip, series: ["b", "a"] }] }, "/strips/0/series/1", /follow one another/],
    [
      "repeats a leg",
      { ...FRAME, blocks: [{ ...block, legs: [...block.legs, ...block.legs] }] },
      "/blocks/0/legs",
      /twice/,
    ],
    ["has no legs", { ...FRAME, blocks: [{ ...block, legs: [] }] }, "/blocks/0/legs", /fewer than 1/],
    ["has a minimum above its lots", { ...FRAME, blocks: [{ ...block, minLots: 5 }] }, "/blocks/0/minLots", /4 lots/],
    [
      "has a value per lot that is broken",
      { ...FRAME, blocks: [{ ...block, value: 9, minLots: 2 }] },
      "/blocks/0/value",
      /multiple/,
    ],
    [
      "has a minimum and a profile",
      { ...FRAME, blocks: [{ ...block, legs: [...block.legs, { series: "b", lots: 2 }], minLots: 2 }] },
      "/blocks/0/legs/1/lots",
      /equal lots/,
    ],
  ];
  for (const [title, json, at, reason] of cases) {
    it(`is refused where it ${title}`, () => {
      const error = (() => {
        try {
          return readBook(json);
        } catch (caught) {
          return caught;
        }
      })();
      expect(error).to.be.instanceOf(BookError);
      expect((error as BookError).at).to.equal(at);
      expect((error as BookError).message).to.match(reason);
    });
  }
});
