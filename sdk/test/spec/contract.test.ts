import { readFileSync } from "node:fs";
import { expect } from "chai";
import { MAX_PRICE_TICKS, TERMS_FIELDS, type TermsField, TIERS } from "../../src/spec/fields.ts";
import { MAX_SPEC_BYTES } from "../../src/spec/schema.ts";

const contract = (path: string) => readFileSync(new URL(`../../../contracts/${path}`, import.meta.url), "utf8");
const products = contract("Products.sol");
const structs = contract("interfaces/IProducts.sol");

/** The fields of a struct in the source: type, name and what the comment says of them. */
function fieldsOf(struct: string): [type: string, name: string, comment: string][] {
  const [, body] = new RegExp(`struct ${struct} \\{([^}]*)\\}`).exec(structs) ?? [];
  if (body === undefined) throw new Error(`IProducts.sol has no struct ${struct}`);
  return [...body.matchAll(/^\s*(\w+) (\w+);\s*(?:\/\/ (.*))?$/gm)].map(([, type, name, comment]) => [
    type ?? "",
    name ?? "",
    comment ?? "",
  ]);
}

/** Numbers as the source writes them. */
const NUMBERS: Record<string, bigint> = { MAX_PRICE: BigInt(MAX_PRICE_TICKS), "31 days": 31n * 86_400n };

/** The range that a field has by its type and by every check of the source that compares it with a number. */
function rangeOf(type: string, name: string): { min: bigint; max: bigint } {
  const bits = type === "bytes32" ? 256 : Number(type.slice(4));
  const range = { min: 0n, max: 2n ** BigInt(bits) - 1n };
  for (const [, operator, number = ""] of products.matchAll(new RegExp(`t\\.${name} (==|<|>) (31 days|\\w+)`, "g"))) {
    const bound = NUMBERS[number] ?? BigInt(number.replaceAll("_", ""));
    if (operator === "==" && bound === 0n) range.min = 1n;
    else if (operator === "<") range.min = bound;
    else if (operator === ">") range.max = bound;
    else throw new Error(`${name}: a check that this test cannot read`);
  }
  return range;
}

describe("the terms and the contract", () => {
  for (const [group, struct] of Object.entries({
    trade: "TradeTerms",
    delivery: "DeliveryTerms",
    oracles: "OracleTerms",
  } as const)) {
    it(`agree on the fields of ${struct}`, () => {
      const fields = TERMS_FIELDS[group as keyof typeof TERMS_FIELDS];
      expect(fields.map(({ type, name }) => [type, name])).to.deep.equal(
        fieldsOf(struct).map(([type, name]) => [type, name]),
      );
    });
  }

  it("agree on every range", () => {
    const names = [...products.matchAll(/revert InvalidTerms\("(\w+)"\)/g)].map(([, name]) => name);
    expect(names).to.have.length.above(10);
    const fields: TermsField[] = Object.values(TERMS_FIELDS).flat();
    expect(fields.map(({ name }) => name)).to.include.members(names);
    for (const { type, name, min, max } of fields) expect({ min, max }, name).to.deep.equal(rangeOf(type, name));
  });

  it("agree on the tiers", () => {
    const [, , comment] = fieldsOf("DeliveryTerms").find(([, name]) => name === "tier") ?? [];
    expect(comment).to.equal(TIERS.map((tier, i) => `${i} ${tier}`).join(", "));
  });

  it("agree on the highest price and the longest spec", () => {
    expect(products).to.match(/MAX_PRICE = 1 << 23;/);
    expect(MAX_PRICE_TICKS).to.equal(1 << 23);
    expect(products).to.match(/MAX_SPEC_BYTES = 16_384;/);
    expect(MAX_SPEC_BYTES).to.equal(16_384);
  });
});
