import { expect } from "chai";
import fc from "fast-check";
import {
  type Book,
  type Clearing,
  clearBook,
  decodeHints,
  encodeHints,
  type Interval,
  NotClearingError,
  referenceAfter,
  resultOf,
  TICKS,
  verifyClearing,
} from "../../src/clearing/index.ts";
import { anyBook, book, GRID } from "./helpers.ts";

function cleared(of: Book): Clearing {
  const clearing = clearBook(of);
  if (clearing === undefined) throw new Error("the book is empty");
  return clearing;
}

function lots(side: readonly number[], from: number, to: number): number {
  return side.slice(Math.max(from, 0), to + 1).reduce((sum, amount) => sum + amount, 0);
}

function accepts(any: Book, interval: Interval): boolean {
  try {
    verifyClearing(any, interval);
    return true;
  } catch (error) {
    if (error instanceof NotClearingError) return false;
    throw error;
  }
}

/** The ticks that clear, straight from the definition: everything strictly better trades. */
function clearingTicks({ buys, sells }: Book): number[] {
  return Array.from({ length: TICKS }, (_, tick) => tick).filter((tick) => {
    const volume = Math.min(lots(buys, tick, TICKS), lots(sells, 0, tick));
    return lots(buys, tick + 1, TICKS) <= volume && lots(sells, 0, tick - 1) <= volume;
  });
}

describe("clearing a book", () => {
  it("takes the middle of the interval, rounded down", () => {
    const crossed = book([[120, 10]], [[100, 10]]);
    expect(cleared(crossed)).to.deep.equal({
      lo: 100,
      hi: 120,
      tick: 110,
      volume: 10,
      marginalBuy: 0,
      marginalSell: 0,
    });
    expect(cleared(book([[121, 10]], [[100, 10]])).tick).to.equal(110);
  });

  it("shares the margin out where one price clears", () => {
    const short = book(
      [[120, 10]],
      [
        [100, 4],
        [120, 3],
      ],
    );
    expect(cleared(short)).to.deep.equal({ lo: 120, hi: 120, tick: 120, volume: 7, marginalBuy: 7, marginalSell: 3 });
    const long = book(
      [
        [110, 5],
        [100, 3],
      ],
      [[100, 6]],
    );
    expect(cleared(long)).to.deep.equal({ lo: 100, hi: 100, tick: 100, volume: 6, marginalBuy: 1, marginalSell: 6 });
  });

  it("has an indication where nothing trades", () => {
    expect(cleared(book([[100, 1]], [[110, 1]]))).to.include({ lo: 100, hi: 110, tick: 105, volume: 0 });
    expect(cleared(book([[100, 1]], []))).to.include({ lo: 100, hi: 251, tick: 175, volume: 0 });
    expect(cleared(book([], [[100, 1]]))).to.include({ lo: 0, hi: 100, tick: 50, volume: 0 });
    expect(clearBook(book([], []))).to.equal(undefined);
  });

  it("works at both ends of the grid", () => {
    expect(cleared(book([[0, 2]], [[0, 1]]))).to.include({ lo: 0, hi: 0, volume: 1, marginalBuy: 1, marginalSell: 1 });
    expect(cleared(book([[251, 1]], [[251, 2]]))).to.include({ lo: 251, hi: 251, volume: 1, marginalSell: 1 });
    expect(cleared(book([[251, 3]], [[0, 3]]))).to.include({ lo: 0, hi: 251, tick: 125, volume: 3 });
    expect(cleared(book([[251, 3]], []))).to.include({ lo: 251, hi: 251, volume: 0, marginalBuy: 0 });
    expect(cleared(book([], [[0, 3]]))).to.include({ lo: 0, hi: 0, volume: 0, marginalSell: 0 });
  });

  it("finds the whole interval of the definition and the largest volume", () => {
    fc.assert(
      fc.property(anyBook, (any) => {
        const clearing = clearBook(any);
        if (clearing === undefined) {
          expect(lots(any.buys, 0, TICKS) + lots(any.sells, 0, TICKS)).to.equal(0);
          return;
        }
        const ticks = clearingTicks(any);
        expect([clearing.lo, clearing.hi]).to.deep.equal([ticks[0], ticks.at(-1)]);
        expect(ticks).to.have.length(clearing.hi - clearing.lo + 1);
        const volumes = ticks.map((tick) => Math.min(lots(any.buys, tick, TICKS), lots(any.sells, 0, tick)));
        expect(new Set(volumes)).to.deep.equal(new Set([clearing.volume]));
        const best = Math.max(
          ...any.buys.map((_, tick) => Math.min(lots(any.buys, tick, TICKS), lots(any.sells, 0, tick))),
        );
        expect(clearing.volume).to.equal(best);
      }),
    );
  });

  it("fills as many buys as sells", () => {
    fc.assert(
      fc.property(anyBook, (any) => {
        const clearing = clearBook(any);
        if (clearing === undefined) return;
        const { tick, volume, marginalBuy, marginalSell } = clearing;
        expect(lots(any.buys, tick + 1, TICKS) + marginalBuy).to.equal(volume);
        expect(lots(any.sells, 0, tick - 1) + marginalSell).to.equal(volume);
        expect(marginalBuy).to.be.within(0, any.buys[tick] ?? 0);
        expect(marginalSell).to.be.within(0, any.sells[tick] ?? 0);
      }),
    );
  });

  it("gives the contract's result in ticks of the product", () => {
    const clearing = cleared(book([[120, 10]], [[100, 10]]));
    expect(resultOf(clearing, GRID)).to.deep.equal({
      price: 184,
      volume: 10,
      marginalBuy: 0,
      marginalSell: 0,
      base: 74,
      referenceOffset: 126,
      lo: 100,
      hi: 120,
      hourly: 10,
      contested: false,
      pressed: 0,
    });
  });
});

describe("verifying an interval", () => {
  it("accepts the one that clears and gives what clearing gives", () => {
    fc.assert(
      fc.property(anyBook, (any) => {
        const clearing = clearBook(any);
        expect(verifyClearing(any, clearing ?? { lo: 7, hi: 3 })).to.deep.equal(clearing);
      }),
    );
  });

  it("rejects every other one", function () {
    this.timeout(20_000);
    const books = [
      book([[120, 10]], [[100, 10]]),
      book(
        [
          [110, 5],
          [100, 3],
        ],
        [[100, 6]],
      ),
      book([[3, 1]], [[250, 1]]),
      book([[251, 3]], [[251, 5]]),
      book([], [[0, 2]]),
    ];
    for (const any of books) {
      const { lo, hi } = cleared(any);
      const accepted = [];
      for (let low = 0; low < TICKS; low++) {
        for (let high = low; high < TICKS; high++) if (accepts(any, { lo: low, hi: high })) accepted.push([low, high]);
      }
      expect(accepted).to.deep.equal([[lo, hi]]);
    }
  });

  it("says what is wrong", () => {
    const crossed = book([[120, 10]], [[100, 10]]);
    const wrong: [number, number, string][] = [
      [99, 120, "At tick 99 buys with a higher limit stay unfilled."],
      [100, 121, "At tick 121 sells with a lower limit stay unfilled."],
      [101, 120, "It begins below tick 101."],
      [100, 119, "It ends above tick 119."],
      [120, 100, "It is no interval of the ticks from 0 to 251."],
      [100, 252, "It is no interval"],
      [-1, 120, "It is no interval"],
      [100.5, 120, "It is no interval"],
    ];
    for (const [lo, hi, reason] of wrong) {
      expect(() => verifyClearing(crossed, { lo, hi }))
        .to.throw(NotClearingError, reason)
        .that.includes({ lo, hi });
    }
  });
});

describe("the reference after a clearing", () => {
  const moved = (of: Book, minVolume = 10, grid = GRID) => referenceAfter(of, cleared(of), grid, minVolume);

  it("is the price of a trade of at least the minimum", () => {
    expect(moved(book([[120, 10]], [[100, 10]]))).to.equal(184);
    expect(moved(book([[120, 9]], [[100, 9]]))).to.equal(undefined);
    expect(moved(book([[120, 10]], [[100, 10]]), 10, { base: 2 ** 23 - 100, reference: 2 ** 23 })).to.equal(2 ** 23);
  });

  it("moves half a band towards firm lots that press at an edge", () => {
    expect(moved(book([[251, 10]], []))).to.equal(326);
    expect(moved(book([[251, 9]], []))).to.equal(undefined);
    expect(moved(book([[250, 10]], []))).to.equal(undefined);
    expect(moved(book([], [[0, 10]]))).to.equal(74);
    expect(moved(book([], [[0, 9]]))).to.equal(undefined);
    expect(moved(book([], [[1, 10]]))).to.equal(undefined);
  });

  it("stays in its bounds", () => {
    expect(moved(book([], [[0, 10]]), 10, { base: 1, reference: 126 })).to.equal(1);
    expect(moved(book([[251, 10]], []), 10, { base: 2 ** 23 - 200, reference: 2 ** 23 - 74 })).to.equal(2 ** 23);
  });

  it("stays where less than the minimum trades, even at an edge", () => {
    expect(moved(book([[251, 100]], [[251, 1]]))).to.equal(undefined);
    expect(moved(book([[0, 1]], [[0, 100]]))).to.equal(undefined);
  });
});

describe("hints", () => {
  it("are two bytes for each series", () => {
    const hints = encodeHints([{ lo: 0, hi: 251 }, undefined, { lo: 16, hi: 17 }]);
    expect(hints).to.equal("0x00fb00fb1011");
    expect(decodeHints(hints)).to.deep.equal([
      { lo: 0, hi: 251 },
      { lo: 0, hi: 251 },
      { lo: 16, hi: 17 },
    ]);
    expect(decodeHints("0x")).to.deep.equal([]);
  });
});
