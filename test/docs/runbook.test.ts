/** The runbook names every flag with its default, every metric and every outcome, and none that does not exist. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { oracleMetrics } from "../../keeper/src/attest/metrics.ts";
import { SERVICES } from "../../keeper/src/commands.ts";
import { flagOf } from "../../keeper/src/config/fields.ts";
import { loadConfig } from "../../keeper/src/config/load.ts";
import { providerMetrics } from "../../keeper/src/provide/metrics.ts";
import { createMetrics } from "../../keeper/src/runtime/metrics.ts";
import { DISPOSITIONS } from "../../keeper/src/runtime/outcomes.ts";
import { ROOT } from "../../scripts/lib/paths.ts";

const TEXT = readFileSync(join(ROOT, "docs", "runbook.md"), "utf8");

/** The cells of the rows of a table. */
function rows(heading: string): string[][] {
  const [, table = ""] = new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, "m").exec(TEXT) ?? [];
  return table
    .trimEnd()
    .split("\n")
    .map((row) => row.split(/ ?\| ?/).slice(1, -1));
}

const codes = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => String(code));

describe("the runbook", () => {
  it("lists every field of every service, with its default", () => {
    const expected = new Map<string, { flag: string; default: string; commands: string[] }>();
    for (const [command, { fields }] of Object.entries(SERVICES)) {
      for (const [key, field] of Object.entries(fields)) {
        const flag = field.type === "boolean" && field.default === true ? `--no-${flagOf(key)}` : `--${flagOf(key)}`;
        const preset = field.default === "" ? "none" : String(field.default ?? "required");
        const row = { flag: `\`${flag}\` (${key})`, default: preset };
        const { commands } = expected.get(JSON.stringify(row)) ?? { commands: [] };
        expected.set(JSON.stringify(row), { ...row, commands: [...commands, command] });
      }
    }
    const all = Object.keys(SERVICES).length;
    const listed = rows("flag").map(([flag, preset, commands]) => [flag, preset, commands]);
    expect(listed).to.have.deep.members(
      [...expected.values()].map(({ flag, default: preset, commands }) => [
        flag,
        preset,
        commands.length === all ? "all" : commands.join(", "),
      ]),
    );
  });

  it("shows files that go with the commands beside them, and commands that one machine can run together", () => {
    const folder = mkdtempSync(join(tmpdir(), "clearhour-runbook-"));
    const files = [...TEXT.matchAll(/`([\w.]+)`(?:(?!`)[\s\S])*?:\n\n```json\n([\s\S]*?)```/g)];
    for (const [, name = "", json = ""] of files) writeFileSync(join(folder, name), json);
    const lines = [...TEXT.matchAll(/^npx clearhour-keeper (\w+) (.*)$/gm)];
    const loaded = lines.map(([, command = "", flags = ""]) => {
      const args = flags.split(" ").map((word) => (existsSync(join(folder, word)) ? join(folder, word) : word));
      return loadConfig<Record<string, unknown>>(SERVICES[command]?.fields ?? {}, args);
    });
    rmSync(folder, { recursive: true });
    expect(files.map(([, name]) => name)).to.deep.equal(["provider.json", "oracle.json"]);
    expect(lines.map(([, command]) => command)).to.deep.equal(Object.keys(SERVICES));
    const of = (...keys: string[]) => loaded.flatMap((config) => keys.map((key) => config?.[key]).filter(Boolean));
    for (const own of [of("httpPort", "endpointPort"), of("dataDir")])
      expect(new Set(own)).to.have.lengthOf(own.length);
    expect(of("dataDir")).to.have.lengthOf(3);
  });

  it("lists every metric", () => {
    const { registry } = createMetrics({});
    oracleMetrics(registry);
    providerMetrics(registry);
    const own = registry.getMetricsAsArray().map(({ name }) => name);
    const listed = rows("metric").flatMap(([metric]) => codes(metric));
    expect(listed).to.have.members(own.filter((name) => name.startsWith("clearhour_")));
  });

  it("lists every outcome", () => {
    const listed = rows("outcome").flatMap(([outcome]) => codes(outcome));
    // Two are no failures, and one is found before anything is sent.
    expect(listed).to.have.members([...Object.keys(DISPOSITIONS), "sent", "mined", "unverified"]);
  });
});
