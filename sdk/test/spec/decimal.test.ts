import { expect } from "chai";
import fc from "fast-check";
import { formatDecimal, parseDecimal } from "../../src/spec/decimal.ts";

describe("decimal texts", () => {
  it("are read exactly", () => {
    expect(parseDecimal("0.01", 6)).to.deep.equal({ units: 10_000n });
    expect(parseDecimal("123456789012345678901234567890.000001", 6)).to.deep.equal({
      units: 123456789012345678901234567890000001n,
    });
    expect(parseDecimal("7", 0)).to.deep.equal({ units: 7n });
  });

  it("may end in zeros beyond the last place, and in nothing else", () => {
    expect(parseDecimal("0.0100000000", 6)).to.deep.equal({ units: 10_000n });
    expect(parseDecimal("0.0100001", 6))
      .to.have.property("problem")
      .that.matches(/more than 6 decimal places/);
    expect(parseDecimal("1.5", 0)).to.have.property("problem");
  });

  it("are never rounded: whatever is read is written back with the same value", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), fc.integer({ min: 0, max: 18 }), (units, decimals) => {
        expect(parseDecimal(formatDecimal(units, decimals), decimals)).to.deep.equal({ units });
      }),
    );
  });

  it("are refused in any other spelling", () => {
    for (const text of ["", " ", "-1", "+1", "1e3", "1_000", "1,5", "0x1", ".5", "5.", "00", "1.2.3", "１", "1\n"]) {
      expect(parseDecimal(text, 6), JSON.stringify(text)).to.have.property("problem");
    }
  });
});
