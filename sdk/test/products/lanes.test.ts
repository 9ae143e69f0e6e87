import { expect } from "chai";
import fc from "fast-check";
import { auctionsOfHour, auctionTimes, currentAuctions, type Lane, revealFrom } from "../../src/index.ts";

const HOUR = 3600;
const day: Lane = { id: 4, lead: 12 * HOUR, window: 36, stride: 24, collect: 23 * HOUR, solve: HOUR, period: HOUR };

const lanes = fc
  .record({
    id: fc.integer({ min: 1, max: 9 }),
    lead: fc.integer({ min: 1, max: 40 * 86_400 }),
    window: fc.integer({ min: 1, max: 48 }),
    stride: fc.integer({ min: 1, max: 255 }),
    period: fc.constantFrom(60, 900, 3600, 86_400),
    collect: fc.integer({ min: 1, max: 200_000 }),
    solve: fc.integer({ min: 1, max: 200_000 }),
  })
  .filter(({ collect, solve, stride, period }) => collect + solve <= 2 * stride * period);

describe("lanes", () => {
  it("give the times of an auction back from its first period", () => {
    const start = BigInt(20_000 * 24 * HOUR);
    expect(auctionTimes(day, 20_000)).to.deep.equal({
      start,
      deadline: start - 12n * 3600n,
      close: start - 13n * 3600n,
      open: start - 36n * 3600n,
    });
    expect(revealFrom({ ...day, solve: 3601 }, 20_000)).to.equal(start - 12n * 3600n - 1800n);
    expect(auctionTimes(day, 0)).to.deep.equal({ open: 0n, close: 0n, deadline: 0n, start: 0n });
    expect(revealFrom(day, 0)).to.equal(0n);
  });

  it("list exactly the auctions between their opening and their deadline", () => {
    fc.assert(
      fc.property(lanes, fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }), (lane, time) => {
        const now = BigInt(time);
        const found = currentAuctions(lane, now);
        const middle = Math.floor(time / (lane.stride * lane.period));
        const reach = Math.ceil((lane.lead + lane.collect + lane.solve) / (lane.stride * lane.period)) + 2;
        const expected: number[] = [];
        for (let number = Math.max(0, middle - 2); number <= middle + reach; number++) {
          const { open, deadline } = auctionTimes(lane, number);
          if (open <= now && now < deadline) expected.push(number);
        }
        expect(found.map(({ number }) => number)).to.deep.equal(expected);
        expect(found.length).to.be.at.most(3);
        for (const { auction, number, state, firstHour, endHour, close } of found) {
          expect(auction).to.equal((BigInt(lane.id) << 32n) | BigInt(number));
          expect(state).to.equal(now < close ? "collect" : "solve");
          expect([firstHour, endHour]).to.deep.equal([number * lane.stride, number * lane.stride + lane.window]);
        }
      }),
    );
  });

  it("find the auctions that trade an hour", () => {
    fc.assert(
      fc.property(lanes, fc.integer({ min: 0, max: 500_000 }), (lane, hour) => {
        const numbers = auctionsOfHour(lane, hour).map((auction) => Number(auction & 0xffffffffn));
        const expected: number[] = [];
        for (let n = Math.max(0, Math.floor((hour - lane.window) / lane.stride)); n * lane.stride <= hour; n++) {
          if (hour < n * lane.stride + lane.window) expected.push(n);
        }
        expect(numbers).to.deep.equal(expected);
      }),
    );
    expect(auctionsOfHour(day, 30)).to.deep.equal([4n << 32n, (4n << 32n) | 1n]);
  });
});
