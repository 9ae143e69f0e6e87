import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { compiledValidator, publishedSchema } from "../../scripts/spec.ts";
import { COUNTRIES } from "../../src/spec/countries.ts";
import { validate } from "../../src/spec/generated/validate.ts";
import { LAYERS } from "../../src/spec/layers.ts";
import { specSchema } from "../../src/spec/schema.ts";
import type { Spec } from "../../src/spec/types.ts";
import { fullSpec } from "./support/full.ts";
import { schemaNodes, typesOf } from "./support/nodes.ts";

const source = (path: string) => readFileSync(new URL(`../../src/spec/${path}`, import.meta.url), "utf8");

const STALE = "stale: run node sdk/scripts/spec.ts, then npm run format";

/** The TypeScript type that a schema node describes. */
type FromSchema<S> = S extends { const: infer C }
  ? C
  : S extends { enum: readonly (infer E)[] }
    ? E
    : S extends { type: readonly [infer T, "null"] }
      ? FromSchema<Omit<S, "type"> & { type: T }> | null
      : S extends { type: "object"; properties: infer P }
        ? { [K in keyof P]: FromSchema<P[K]> }
        : S extends { type: "array"; items: infer I }
          ? FromSchema<I>[]
          : S extends { type: "string" }
            ? string
            : S extends { type: "integer" }
              ? number
              : never;

/** `A` with intersections written out and readonly dropped. */
type Plain<A> = A extends readonly (infer I)[]
  ? Plain<I>[]
  : A extends object
    ? { -readonly [K in keyof A]: Plain<A[K]> }
    : A;
type SchemaSpec = Plain<FromSchema<typeof specSchema>>;

describe("the schema of a spec", () => {
  it("describes the type Spec", () => {
    // The compiler checks both assignments, so that neither type says more than the other.
    const bySchema: SchemaSpec = fullSpec();
    const byType: Spec = bySchema;
    expect(validate(byType)).to.equal(true);
    expect(Object.keys(byType)).to.have.members(Object.keys(specSchema.properties));
  });

  it("is valid against the meta-schema of draft 2020-12", () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    expect(ajv.validateSchema(specSchema), ajv.errorsText(ajv.errors)).to.equal(true);
  });

  it("is published as it is in the code", () => {
    expect(JSON.parse(source("schema.json")), STALE).to.deep.equal(JSON.parse(publishedSchema()));
  });

  it("is what the validator was compiled from", () => {
    expect(source("generated/validate.ts"), STALE).to.equal(compiledValidator());
  });

  it("needs no Ajv and no code generation at run time", () => {
    expect(compiledValidator()).not.to.match(/\b(?:import|require|eval)\b|new Function/);
  });

  it("has a title and a description at every node, with the unit where the name has none", () => {
    for (const { pointer, node } of schemaNodes()) {
      expect(node.title, pointer).to.match(/^[A-Z]/);
      expect(node.description, pointer).to.match(/^.{8,}[.]$/);
    }
  });

  it("closes every object and requires every field of it", () => {
    const objects = schemaNodes().filter(({ node }) => node.properties);
    expect(objects.length).to.be.above(10);
    for (const { pointer, node } of objects) {
      expect(node, pointer).to.include({ additionalProperties: false });
      expect(node, pointer).to.have.deep.property("required", Object.keys(node.properties ?? {}));
    }
  });

  it("bounds every integer to what JSON readers hold exactly, and every string and list", () => {
    for (const { pointer, node } of schemaNodes()) {
      if (typesOf(node).includes("integer") && node.const === undefined) {
        expect(node.minimum, pointer).to.be.at.least(0);
        expect(node.maximum, pointer).to.be.at.most(1e15 - 1);
      }
      if (typesOf(node).includes("string")) expect(node.enum ?? node.pattern, pointer).to.not.equal(undefined);
      if (typesOf(node).includes("array")) expect(node.maxItems, pointer).to.be.above(0);
      expect(typesOf(node), pointer).to.not.include("number");
    }
  });

  it("lists the 249 countries of ISO 3166-1 in order, each known to Unicode", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect(COUNTRIES).to.have.length(249);
    expect(COUNTRIES).to.deep.equal([...new Set(COUNTRIES)].sort());
    expect(COUNTRIES.filter((code) => names.of(code) === undefined)).to.deep.equal([]);
    expect(COUNTRIES).to.include.members(["GB", "GR"]).and.not.include.members(["UK", "EL", "EU"]);
  });

  it("gives every layer its bit", () => {
    expect(LAYERS.map(({ bit }) => bit)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(specSchema.properties.layers.maximum).to.equal(2 ** LAYERS.length - 1);
    for (const { bit, title } of LAYERS) {
      expect(specSchema.properties.layers.description.toLowerCase()).to.include(`${bit} ${title.toLowerCase()}`);
    }
  });
});
