import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { ExpositionError, parseExposition } from "../../src/meter/index.ts";
import { itWithData } from "./data.ts";
import { thrown } from "./helpers.ts";

const COUNT_IS_NOT_INF = "4: the count is not the value of the +Inf bucket";
const GOLDEN = "metering-dcgm-node-exporter/node_exporter_e2e-output.prom.gz";
const DCGM = "metering-dcgm-node-exporter/readme_sample.prom";

type Case = { name: string; shouldParse: boolean; input_b64: string };

const prometheus = (body: string) => parseExposition(body, { format: "prometheus" });
const openmetrics = (body: string) => parseExposition(body, { format: "openmetrics" });
const fault = (parse: (body: string) => unknown, body: string) => {
  const { line, reason } = thrown(ExpositionError, () => parse(body));
  return `${line}: ${reason}`;
};

/** Names of the cases that parse, or do not, unlike `wanted`. Anything but our own error escapes. */
function misjudged(bytes: Buffer, wanted: boolean): { total: number; wrong: string[] } {
  const cases = (JSON.parse(bytes.toString()) as Case[]).filter(({ shouldParse }) => shouldParse === wanted);
  const wrong = cases.filter(({ input_b64 }) => {
    try {
      openmetrics(Buffer.from(input_b64, "base64").toString());
      return !wanted;
    } catch (error) {
      if (!(error instanceof ExpositionError)) throw error;
      return wanted;
    }
  });
  return { total: cases.length, wrong: wrong.map(({ name }) => name) };
}

describe("meter: metrics pages", () => {
  describe("OpenMetrics conformance suite", () => {
    const path = "metering-openmetrics-conformance/cases.json";
    itWithData("parses all 44 well-formed pages", path, (bytes) => {
      expect(misjudged(bytes, true)).to.deep.equal({ total: 44, wrong: [] });
    });
    itWithData("rejects all 167 malformed pages", path, (bytes) => {
      expect(misjudged(bytes, false)).to.deep.equal({ total: 167, wrong: [] });
    });
  });

  describe("recorded exporter pages", () => {
    itWithData("parses node_exporter's golden page", GOLDEN, (bytes) => {
      const page = parseExposition(gunzipSync(bytes).toString());
      expect(page.format).to.equal("prometheus");
      expect(page.samples).to.have.length(3027);
      expect(page.families.get("node_cpu_seconds_total")).to.include({ type: "counter" });
      const user = page.samples.find(
        ({ labels, name }) =>
          name === "node_cpu_seconds_total" && labels.get("cpu") === "7" && labels.get("mode") === "user",
      );
      expect(user).to.include({ text: "290.98", value: 290.98, timestamp: undefined, line: 1047 });
    });

    itWithData("agrees with a line count on the golden page", GOLDEN, (bytes) => {
      const body = gunzipSync(bytes).toString();
      const sampleLines = body.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
      const { samples } = parseExposition(body);
      expect(samples.map(({ name }) => name)).to.deep.equal(sampleLines.map((line) => /^\w+/.exec(line)?.[0]));
      expect(samples.map(({ text }) => text)).to.deep.equal(sampleLines.map((line) => line.split(" ").at(-1)));
    });

    itWithData("parses the DCGM exporter's page and rejects the CSV after it", DCGM, (bytes) => {
      const text = bytes.toString();
      const page = parseExposition(text.split("\n").slice(0, 9).join("\n"));
      expect(page.samples.map(({ name, text: value }) => [name, value])).to.deep.equal([
        ["DCGM_FI_DEV_SM_CLOCK", "139"],
        ["DCGM_FI_DEV_MEM_CLOCK", "405"],
        ["DCGM_FI_DEV_MEMORY_TEMP", "9223372036854775794"],
      ]);
      expect(fault(prometheus, text)).to.equal("28: no value follows the metric name DCGM_FI_DEV_SM_CLOCK");
    });
  });

  describe("0.0.4", () => {
    it("reads names, labels, values and timestamps in ms", () => {
      const { families, samples } = prometheus(
        '# HELP a some\\nhelp\n# TYPE a gauge\na{b="c",d="x\\"y\\\\z\\n\\q"} -1.5e3 1700000000123\n',
      );
      expect(families.get("a")).to.deep.equal({ name: "a", type: "gauge", help: "some\nhelp" });
      expect(samples).to.have.length(1);
      expect(samples[0]).to.include({ name: "a", text: "-1.5e3", value: -1500, timestamp: 1700000000123, line: 3 });
      expect([...(samples[0]?.labels ?? [])]).to.deep.equal([
        ["b", "c"],
        ["d", 'x"y\\z\n\\q'],
      ]);
    });

    it("allows blanks, a last comma, comments, blank lines and metadata said twice", () => {
      const body = '\n#no\n # TYPE  a\tcounter\n# TYPE a counter\n\t a { b = "c" , } \t 1 \na{}2';
      expect(prometheus(body).samples.map(({ value }) => value)).to.deep.equal([1, 2]);
    });

    it("knows NaN and the infinities", () => {
      const values = prometheus("a NaN\na +Inf\na -inf\na Infinity\n").samples.map(({ value }) => value);
      expect(values).to.deep.equal([Number.NaN, Infinity, -Infinity, Infinity]);
    });

    it("keeps a label called __proto__ a label", () => {
      const { samples } = prometheus('a{__proto__="x"} 1\n');
      expect(samples[0]?.labels.get("__proto__")).to.equal("x");
    });

    for (const [body, expected] of [
      ["a 1\nb\n", "2: no value follows the metric name b"],
      ["a.b 1\n", "1: no value follows the metric name a"],
      ["a \n", "1: no value"],
      ["a one\n", '1: "one" is not a number'],
      ["a 0x1p2\n", '1: "0x1p2" is not a number'],
      ["a 1_000\n", '1: "1_000" is not a number'],
      ["a 1 1.5\n", '1: "1.5" is not a timestamp in whole milliseconds'],
      ["a 1 2 3\n", '1: "3" does not belong here'],
      ["a{b} 1\n", "1: label b has no value"],
      ["a{b=c} 1\n", "1: label b has no quoted value"],
      ['a{b="c} 1\n', "1: label b has no quoted value"],
      ['a{b="c"', "1: labels are not separated by a comma"],
      ['a{b="c" d="e"} 1\n', "1: labels are not separated by a comma"],
      ['a{b="c",b="d"} 1\n', "1: label b appears twice"],
      ['a{1="c"} 1\n', "1: no label name"],
      ["a 1\r\n", '1: "1\r" is not a number'],
      ["# TYPE a counter\n# TYPE a gauge\n", "2: a is called a gauge here and a counter before"],
      ["# TYPE a thing\n", '1: "thing" is not a metric type'],
      ["# TYPE\n", "1: TYPE names no metric"],
      ["# HELP 1a x\n", "1: HELP names no metric"],
      ["<html>\n", "1: no metric name"],
    ] as const) {
      it(`rejects ${JSON.stringify(body)}`, () => {
        expect(fault(prometheus, body)).to.equal(expected);
      });
    }

    it("tells the line, the reason and the text", () => {
      const error = thrown(ExpositionError, () => prometheus("a 1\nb x\n"));
      expect(error.message).to.match(/^Line 2 of the metrics page: "x" is not a number\.\n\n {2}2 \| b x\nA page is /);
      expect(error.message).to.contain("fetch it again, unedited");
    });
  });

  describe("OpenMetrics", () => {
    it("is what a page that ends with # EOF is taken for", () => {
      expect(parseExposition("a 1 1.5\n# EOF\n")).to.include({ format: "openmetrics" });
      expect(parseExposition("a 1 1.5\n# EOF").samples[0]?.timestamp).to.equal(1500);
      expect(parseExposition("a 1 1500\n").samples[0]?.timestamp).to.equal(1500);
      expect(parseExposition("# EOF\na 1\n")).to.include({ format: "prometheus" });
    });

    it("allows buckets from -Inf on", () => {
      const page = '# TYPE a histogram\na_bucket{le="-Inf"} 0\na_bucket{le="+Inf"} 1\n# EOF\n';
      expect(openmetrics(page).samples).to.have.length(2);
    });

    for (const [body, expected] of [
      ["a 1\n", "2: the page does not end with # EOF"],
      ["a 1\na 1\n# EOF\n", "2: a appears twice"],
      ['# TYPE a stateset\na{a="x"} 1\na{a="x"} 1\n# EOF\n', "3: a appears twice"],
      ["# TYPE toString constructor\n# EOF\n", '1: "constructor" is not a metric type'],
      ['# TYPE a histogram\na_bucket{le="1"} 1\n# EOF\n', "2: a histogram has no +Inf bucket"],
      ['# TYPE a histogram\na_bucket{le="+Inf"} 1\na_count 2\na_sum 1\n# EOF\n', COUNT_IS_NOT_INF],
      ["a 1\nb 1\na 1\n# EOF\n", "3: the lines of a are not in one piece"],
    ] as const) {
      it(`rejects ${JSON.stringify(body)}`, () => {
        expect(fault(openmetrics, body)).to.equal(expected);
      });
    }
  });
});
