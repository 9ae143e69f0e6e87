import { expect } from "chai";
import {
  SpecDuplicateKeyError,
  SpecEncodingError,
  SpecError,
  SpecInvalidError,
  SpecNotCanonicalError,
  SpecNumberError,
  SpecSyntaxError,
  SpecTooLargeError,
} from "../../src/spec/errors.ts";
import { canonicalSpec, specBytes } from "../../src/spec/hash.ts";
import { parseSpec, validateSpec } from "../../src/spec/parse.ts";
import { MAX_SPEC_BYTES } from "../../src/spec/schema.ts";
import type { Spec } from "../../src/spec/types.ts";
import { fullSpec } from "./support/full.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string) => new Uint8Array(Uint16Array.from([...text].map((c) => c.charCodeAt(0))).buffer);
const json = JSON.stringify(fullSpec());

function caught(run: () => unknown): SpecError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** A valid spec whose canonical form is as many bytes long. */
function specOfLength(length: number): Spec {
  const spec: Spec = { ...fullSpec(), layers: 0b111_111_111, pins: [], floors: [] };
  const filler = "x".repeat(64);
  for (let i = 0; i < 32; i++) {
    spec.pins.push({ layer: 3 + (i % 6), name: `${i}${filler}`.slice(0, 64), version: filler, sha256: "0".repeat(64) });
    spec.floors.push({
      workload: "cpu",
      benchmark: `${i}${filler}`.slice(0, 64),
      version: filler,
      scenario: filler,
      unit: "GB/s",
      floorMilli: 1,
    });
  }
  for (const entry of [...spec.pins, ...spec.floors]) {
    const excess = JSON.stringify(spec).length - length;
    entry.version = filler.slice(0, Math.max(1, 64 - Math.max(0, excess)));
  }
  return spec;
}

describe("the size of a spec", () => {
  const padded = (size: number) => json + " ".repeat(size - json.length);

  it("may be 16,384 bytes, as text and as bytes", () => {
    expect(parseSpec(padded(MAX_SPEC_BYTES))).to.deep.equal(fullSpec());
    expect(parseSpec(utf8(padded(MAX_SPEC_BYTES)))).to.deep.equal(fullSpec());
  });

  it("may not be one byte more, as text and as bytes", () => {
    for (const input of [padded(MAX_SPEC_BYTES + 1), utf8(padded(MAX_SPEC_BYTES + 1))]) {
      const error = caught(() => parseSpec(input));
      expect(error).to.be.instanceOf(SpecTooLargeError).and.include({ size: 16_385, limit: 16_384 });
    }
  });

  it("is counted in bytes, not characters", () => {
    const text = padded(MAX_SPEC_BYTES - 1).replace("8x H100", "8x €100");
    expect(text.length).to.be.below(MAX_SPEC_BYTES);
    expect(caught(() => parseSpec(text)))
      .to.be.instanceOf(SpecTooLargeError)
      .and.include({ size: MAX_SPEC_BYTES + 1 });
  });

  it("is checked before anything else is read", () => {
    expect(caught(() => parseSpec("[".repeat(1_000_000)))).to.be.instanceOf(SpecTooLargeError);
    expect(caught(() => parseSpec(new Uint8Array(MAX_SPEC_BYTES + 1).fill(0xff)))).to.be.instanceOf(SpecTooLargeError);
  });

  it("has the same limit for values built in code", () => {
    const largest = specOfLength(MAX_SPEC_BYTES);
    expect(canonicalSpec(largest)).to.have.length(MAX_SPEC_BYTES);
    expect(caught(() => validateSpec(specOfLength(MAX_SPEC_BYTES + 1)))).to.be.instanceOf(SpecTooLargeError);
  });
});

describe("the encoding of a spec", () => {
  const spoilt: [name: string, bytes: number[]][] = [
    ["a lone continuation byte", [0x80]],
    ["a truncated sequence", [0xe2, 0x82]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an encoded surrogate", [0xed, 0xa0, 0x80]],
    ["a code point beyond Unicode", [0xf4, 0x90, 0x80, 0x80]],
    ["a byte that UTF-8 never uses", [0xff]],
  ];
  for (const [name, bytes] of spoilt) {
    it(`may not contain ${name}`, () => {
      const at = json.indexOf("H100");
      const input = Uint8Array.from([...utf8(json.slice(0, at)), ...bytes, ...utf8(json.slice(at))]);
      const error = caught(() => parseSpec(input));
      expect(error).to.be.instanceOf(SpecEncodingError);
      expect(error.message).to.match(/Save the spec as UTF-8/);
    });
  }

  it("may not be UTF-16, with or without a byte-order mark", () => {
    expect(caught(() => parseSpec(utf16(json)))).to.be.instanceOf(SpecEncodingError);
    expect(caught(() => parseSpec(utf16(`\uFEFF${json}`)))).to.be.instanceOf(SpecEncodingError);
  });

  it("may not begin with a byte-order mark", () => {
    expect(caught(() => parseSpec(`\uFEFF${json}`))).to.be.instanceOf(SpecEncodingError);
    expect(caught(() => parseSpec(utf8(`\uFEFF${json}`)))).to.be.instanceOf(SpecEncodingError);
  });

  it("may not be a string with half of a surrogate pair", () => {
    expect(caught(() => parseSpec(json.replace("H100", "\ud83d")))).to.be.instanceOf(SpecEncodingError);
  });

  it("may not hide half of a surrogate pair behind an escape", () => {
    const error = caught(() => parseSpec(json.replace("8x H100", "\\ud83d")));
    expect(error).to.be.instanceOf(SpecInvalidError).and.include({ pointer: "/name" });
  });
});

describe("the syntax of a spec", () => {
  const broken: [name: string, text: string][] = [
    ["nothing", ""],
    ["white space", " \n"],
    ["prose", "4 cores for an hour"],
    ["NaN", json.replace('"ramGiB":2048', '"ramGiB":NaN')],
    ["Infinity", json.replace('"ramGiB":2048', '"ramGiB":Infinity')],
    ["a comment", json.replace("{", "{/* eight */")],
    ["a trailing comma", json.replace(/}$/, ",}")],
    ["single quotes", json.replaceAll('"', "'")],
    ["a leading zero", json.replace('"ramGiB":2048', '"ramGiB":02048')],
    ["hex digits", json.replace('"ramGiB":2048', '"ramGiB":0x800')],
    ["a raw line break in a string", json.replace("8x H100", "8x\nH100")],
    ["two documents", json + json],
    ["a missing brace", json.slice(0, -1)],
    ["a no-break space", json.replace("{", "{\u00a0")],
  ];
  for (const [name, text] of broken) {
    it(`may not be ${name}`, () => {
      const error = caught(() => parseSpec(text));
      expect(error).to.be.instanceOf(SpecSyntaxError);
      expect(error.walk()).to.be.instanceOf(SyntaxError);
      expect(error.details).to.be.a("string").with.length.above(0);
    });
  }

  it("may not nest deeper than 16, and says where", () => {
    const nested = (depth: number) =>
      json.replace('"floors":', `"floors":${"[".repeat(depth)}${"]".repeat(depth)},"f":`);
    expect(caught(() => parseSpec(nested(16))))
      .to.be.instanceOf(SpecSyntaxError)
      .and.include({ pointer: `/floors${"/0".repeat(15)}` });
    expect(caught(() => parseSpec(nested(15)))).to.be.instanceOf(SpecInvalidError);
    expect(caught(() => parseSpec("[".repeat(8192) + "]".repeat(8192)))).to.be.instanceOf(SpecSyntaxError);
  });

  it("may not be something else than text or bytes", () => {
    for (const input of [null, undefined, 7, {}, [0x7b, 0x7d], new ArrayBuffer(2)]) {
      expect(caught(() => parseSpec(input as unknown as string))).to.be.instanceOf(SpecSyntaxError);
    }
  });
});

describe("an object of a spec may not name a key twice:", () => {
  const doubled: [name: string, text: string, pointer: string][] = [
    ["at the top", json.replace("{", '{"ramGiB":1,'), "/ramGiB"],
    ["in an object", json.replace('"count":8', '"count":8,"count":9'), "/accelerator/count"],
    ["in a list", json.replace('"unit":', '"unit":"GB/s","unit":'), "/floors/0/unit"],
    ["with the same value", json.replace('"count":8', '"count":8,"count":8'), "/accelerator/count"],
    ["behind an escape", json.replace('"count":8', '"c\\u006funt":9,"count":8'), "/accelerator/count"],
    ["with a value between", json.replace("{", '{"ramGiB":{"a":[1,{"b":"}"}]},'), "/ramGiB"],
    ["with a slash in it", json.replace("{", '{"a/b~":1,"a/b~":2,'), "/a~1b~0"],
    ["that is empty", json.replace("{", '{"":1,"":2,'), "/"],
  ];
  for (const [name, text, pointer] of doubled) {
    it(name, () => {
      const error = caught(() => parseSpec(text));
      expect(error).to.be.instanceOf(SpecDuplicateKeyError).and.include({ pointer });
    });
  }

  it("while different objects may name the same key", () => {
    expect(parseSpec(json)).to.have.nested.property("accelerator.model");
    expect(json.match(/"class"/g)).to.have.length.above(1);
  });
});

describe("a number of a spec is a plain integer, not", () => {
  const numbers = ["2048.0", "2.048e3", "2048E0", "-0", "0.5", "1e400", "-1.5", "9007199254740993", "1000000000000000"];
  for (const literal of numbers) {
    it(literal, () => {
      const error = caught(() => parseSpec(json.replace('"ramGiB":2048', `"ramGiB":${literal}`)));
      expect(error).to.be.instanceOf(SpecNumberError).and.include({ pointer: "/ramGiB" });
      expect(error.message).to.include(literal);
    });
  }

  it("one in a list", () => {
    const error = caught(() => parseSpec(json.replace(/"floorMilli":\d+/, '"floorMilli":1.0')));
    expect(error).to.be.instanceOf(SpecNumberError).and.include({ pointer: "/floors/0/floorMilli" });
  });

  it("the whole document", () => {
    expect(caught(() => parseSpec("1.5")))
      .to.be.instanceOf(SpecNumberError)
      .and.include({ pointer: "" });
  });

  it("but digits in a string are left alone", () => {
    expect(parseSpec(json.replace("8x H100", "1.5e3 {-0, 1.0}: H100")).name).to.match(/^1\.5e3/);
  });
});

describe("values built in code", () => {
  it("are copied: no accessor, prototype or undefined field survives", () => {
    const built = Object.create(
      { inherited: true },
      Object.getOwnPropertyDescriptors({ ...fullSpec(), extra: undefined }),
    );
    const spec = validateSpec(built);
    expect(spec).to.deep.equal(fullSpec());
    expect(Object.getPrototypeOf(spec)).to.equal(Object.prototype);
    expect(spec.floors).to.not.equal(built.floors);
  });

  const circular: { self?: unknown } = {};
  circular.self = circular;
  const unsayable: [name: string, value: unknown][] = [
    ["NaN", Number.NaN],
    ["Infinity", Number.POSITIVE_INFINITY],
    ["a bigint", 2048n],
    ["a cycle", circular],
    ["half of a surrogate pair", "\ud83d"],
  ];
  for (const [name, value] of unsayable) {
    it(`may not contain ${name}`, () => {
      expect(caught(() => validateSpec({ ...fullSpec(), ramGiB: value }))).to.be.instanceOf(SpecSyntaxError);
    });
  }

  it("may not contain a fraction", () => {
    expect(caught(() => validateSpec({ ...fullSpec(), ramGiB: 0.5 }))).to.be.instanceOf(SpecNumberError);
  });

  it("may not be undefined or a function", () => {
    for (const value of [undefined, () => fullSpec()]) {
      expect(caught(() => validateSpec(value))).to.be.instanceOf(SpecSyntaxError);
    }
  });

  it("are refused before they are hashed", () => {
    const wrong = { ...fullSpec(), ramGiB: 0 };
    expect(caught(() => canonicalSpec(wrong)))
      .to.be.instanceOf(SpecInvalidError)
      .and.include({ pointer: "/ramGiB" });
  });
});

describe("bytes read from the chain", () => {
  it("are accepted in canonical form", () => {
    expect(parseSpec(specBytes(fullSpec()), { canonical: true })).to.deep.equal(fullSpec());
  });

  it("are refused in any other form", () => {
    for (const text of [
      json,
      `${canonicalSpec(fullSpec())} `,
      canonicalSpec(fullSpec()).replace("H100", "\\u0048100"),
    ]) {
      expect(parseSpec(text)).to.deep.equal(fullSpec());
      expect(caught(() => parseSpec(text, { canonical: true }))).to.be.instanceOf(SpecNotCanonicalError);
    }
  });
});
