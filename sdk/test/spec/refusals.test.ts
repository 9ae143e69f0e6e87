import { expect } from "chai";
import { SpecInvalidError } from "../../src/spec/errors.ts";
import { validate } from "../../src/spec/generated/validate.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import type { SchemaNode } from "../../src/spec/vocabulary.ts";
import { fullSpec, withValue } from "./support/full.ts";
import { type Located, schemaNodes, typesOf } from "./support/nodes.ts";

const SAMPLES: Record<string, unknown> = {
  null: null,
  boolean: true,
  integer: 7,
  string: "nvlink",
  array: [],
  object: {},
};

/** Values of every type that a node does not allow. */
function wrongTypes(node: SchemaNode): [type: string, value: unknown][] {
  return Object.entries(SAMPLES).filter(([type]) => !typesOf(node).includes(type));
}

/** Values of the right type that a node does not allow. */
function outOfRange(node: SchemaNode, at: unknown): [name: string, value: unknown][] {
  const values: [string, unknown][] = [];
  if (node.const !== undefined) values.push(["another constant", node.const + 1]);
  else if (node.minimum !== undefined) values.push(["below the minimum", node.minimum - 1]);
  if (node.maximum !== undefined) values.push(["above the maximum", node.maximum + 1]);
  if (node.enum) {
    values.push(["an unknown word", "no-such-word"], ["a word in the other case", otherCase(node.enum[0] ?? "")]);
  }
  if (node.pattern) {
    values.push(["an empty string", ""], ["a longer string", "x".repeat(65)], ["a letter outside of ASCII", "Ｈ100"]);
    values.push(["a line break", "US-IA\n"], ["a control character", "a\u0007b"], ["a space in front", " US-IA"]);
  }
  if (node.maxItems !== undefined) {
    const [entry] = at as unknown[];
    values.push(["too many entries", new Array(node.maxItems + 1).fill(entry)]);
  }
  return values;
}

function otherCase(word: string): string {
  return word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase();
}

function valueAt(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce((value, key) => (value as Record<string, unknown>)[key], document);
}

function refusal(document: unknown): SpecInvalidError {
  try {
    parseSpec(JSON.stringify(document));
  } catch (error) {
    if (error instanceof SpecInvalidError) return error;
    throw error;
  }
  throw new Error("the spec was accepted");
}

function expectIssue(error: SpecInvalidError, pointer: string, problem: RegExp): void {
  const issue = error.issues.find((candidate) => candidate.pointer === pointer);
  expect(issue?.problem, `${pointer}\n${error.message}`).to.match(problem);
  expect(issue?.remedy).to.have.length.above(10);
  expect(error.message).to.include(pointer);
}

const nodes = schemaNodes();
const label = ({ pointer }: Located) => pointer || "the root";

describe("a spec is refused, with the pointer,", () => {
  it("never when nothing is wrong with it", () => {
    expect(parseSpec(JSON.stringify(fullSpec()))).to.deep.equal(fullSpec());
  });

  for (const located of nodes.filter(({ pointer }) => pointer !== "" && !pointer.endsWith("/0"))) {
    it(`when ${label(located)} is missing`, () => {
      const error = refusal(withValue(fullSpec(), located.pointer, undefined));
      expectIssue(error, located.pointer, /^is missing$/);
      expect(error.issues).to.have.length(1);
      expect(error.message).to.include(located.node.description);
    });
  }

  for (const located of nodes) {
    for (const [type, value] of wrongTypes(located.node)) {
      it(`when ${label(located)} is of type ${type}`, () => {
        const error = refusal(withValue(fullSpec(), located.pointer, value));
        expectIssue(error, located.pointer, /^is .*, not (?:of type|one of|\d)/);
      });
    }
  }

  for (const located of nodes) {
    for (const [name, value] of outOfRange(located.node, valueAt(fullSpec(), located.pointer))) {
      it(`when ${label(located)} is ${name}`, () => {
        const error = refusal(withValue(fullSpec(), located.pointer, value));
        expectIssue(error, located.pointer, /^(?:is .*, (?:not|which does not match)|has more than) /);
      });
    }
  }

  for (const located of nodes.filter(({ node }) => node.properties)) {
    it(`when ${label(located)} has a field that no spec has`, () => {
      const pointer = `${located.pointer}/ram~1GB`;
      const document = withValue(fullSpec(), located.pointer, {
        ...(valueAt(fullSpec(), located.pointer) as object),
        "ram/GB": 1,
      });
      expectIssue(refusal(document), pointer, /^is not a field of a spec$/);
    });
  }

  it("when a field is called __proto__", () => {
    const text = JSON.stringify(fullSpec()).replace("{", '{"__proto__":{"ramGiB":1},');
    expect(() => parseSpec(text))
      .to.throw(SpecInvalidError)
      .with.property("pointer", "/__proto__");
  });

  it("with every issue at once", () => {
    const error = refusal({ ...fullSpec(), ramGiB: 0, cpuCores: "4", tenancy: "shared" });
    expect(error.issues.map(({ pointer }) => pointer)).to.have.members(["/ramGiB", "/cpuCores", "/tenancy"]);
    expect(error.shortMessage).to.match(/ \(and 2 more\)\.$/);
  });

  it("in one line, with the value that was found", () => {
    expect(refusal({ ...fullSpec(), ramGiB: 0 }).shortMessage).to.equal("Spec is invalid: /ramGiB is 0, not >= 1.");
    expect(refusal([]).shortMessage).to.equal("Spec is invalid: its root is [], not of type object.");
    const long = refusal({ ...fullSpec(), name: "x".repeat(65) });
    expect(long.shortMessage).to.include(`/name is "${"x".repeat(39)}..., which does not match ^[!-~]`);
  });

  it("with the words that are allowed, unless they are many", () => {
    const spec = fullSpec();
    expect(refusal({ ...spec, tenancy: "x" }).shortMessage).to.match(
      /one of bare-metal, container, dedicated-host, virtual-machine\.$/,
    );
    const { shortMessage } = refusal(withValue(spec, "/region/country", "UK"));
    expect(shortMessage).to.match(
      /^Spec is invalid: \/region\/country is "UK", not one of 249 codes \(AD, .*, AZ, \.\.\.\)\.$/,
    );
  });
});

describe("the ends of every range are accepted:", () => {
  for (const located of nodes.filter(({ node }) => node.maximum !== undefined)) {
    const { minimum, maximum } = located.node;
    it(`${label(located)} from ${minimum} to ${maximum}`, () => {
      for (const end of [minimum, maximum]) {
        expect(validate(withValue(fullSpec(), located.pointer, end)), `${end}`).to.equal(true);
      }
    });
  }

  for (const located of nodes.filter(({ node }) => node.enum)) {
    it(`every word of ${label(located)}`, () => {
      const refused = located.node.enum?.filter((word) => !validate(withValue(fullSpec(), located.pointer, word)));
      expect(refused).to.deep.equal([]);
    });
  }

  for (const located of nodes.filter(({ node }) => typesOf(node).includes("null"))) {
    it(`null for ${label(located)}`, () => {
      expect(validate(withValue(fullSpec(), located.pointer, null))).to.equal(true);
    });
  }

  it("64 characters for a text", () => {
    expect(validate({ ...fullSpec(), name: "x".repeat(64) })).to.equal(true);
  });
});
