import { cashAccount, seriesId } from "@clearhour/sdk";
import { cpuExample, specBytes } from "@clearhour/sdk/spec";
import { expect } from "chai";
import { bytesToHex, type Hex, numberToHex, zeroHash } from "viem";
import { TERMS } from "../../../sdk/test/support/listing.ts";
import { Catalogue } from "../../src/delivery/catalogue.ts";
import type { Entry, EventName } from "../../src/delivery/journal.ts";
import { SeriesBooks } from "../../src/delivery/seriesBook.ts";

const [PRODUCT, HOUR] = [1, 500_000];
const series = seriesId(PRODUCT, HOUR);
const account = cashAccount(numberToHex(1, { size: 20 }));
const entry = (eventName: string, args: object) => ({ eventName, args, blockNumber: 1n, time: 7n }) as unknown as Entry;

/** A product that was listed with some bytes, and one of its hours, in which somebody serves somebody. */
function read(spec: Hex) {
  const line = { series, account, lots: 1 };
  const entries = [
    entry("ProductListed", { product: PRODUCT, terms: TERMS, spec }),
    entry("Committed", { ...line, commitment: 0 }),
    entry("Nominated", { ...line, nomination: 0, accessKey: zeroHash }),
    entry("ShiftFixed", { series, shift: 0 }),
  ];
  const of = <N extends EventName>(name: N) =>
    entries.filter(({ eventName }) => eventName === name) as unknown as readonly Entry<N>[];
  const catalogue = new Catalogue({ epoch: 0, of });
  const [book] = new SeriesBooks({ epoch: 0, entries }).all();
  if (book === undefined) throw new Error("there is no book of the series");
  return { book, catalogue, hour: catalogue.hour(book) };
}

describe("what is known of products and hours", () => {
  it("is how an hour is read, where a spec was listed", () => {
    const { hour } = read(bytesToHex(specBytes(cpuExample)));
    expect(hour?.product.spec).to.deep.equal(cpuExample);
    expect(hour?.slots.map(({ assignment }) => assignment)).to.deep.equal([
      { product: PRODUCT, hour: HOUR, commitment: 0, nomination: 0 },
    ]);
  });

  it("is no hour to serve or to read where something else was listed, but its terms are", () => {
    for (const listed of ["0x7b7d", "0xff", bytesToHex(specBytes(cpuExample)).slice(0, -2) as Hex] as const) {
      const { book, catalogue, hour } = read(listed);
      expect(book.assignments?.pairs).to.have.lengthOf(1);
      expect(hour, listed).to.equal(undefined);
      expect(catalogue.product(PRODUCT)?.terms).to.deep.equal(TERMS);
    }
  });
});
