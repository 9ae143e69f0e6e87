import type { SpecIssue } from "./errors.ts";
import { LAYERS, pins } from "./layers.ts";
import type { PerformanceFloor, Spec } from "./types.ts";

/** What a schema cannot say: where fields of a spec that satisfies it contradict each other. */
export function brokenRules(spec: Spec): SpecIssue[] {
  return [
    ...acceleratorRules(spec),
    ...placeRules(spec),
    ...coolingRules(spec),
    ...uniqueRules(spec),
    ...hardwareLayerRules(spec),
    ...pinnedLayerRules(spec),
  ];
}

function acceleratorRules({ accelerator, scaleUp, runtime }: Spec): SpecIssue[] {
  const issues: SpecIssue[] = [];
  if (accelerator === null) {
    const remedy = "Set it to null, or name the accelerator.";
    if (scaleUp) issues.push({ pointer: "/scaleUp", problem: "joins accelerators that the spec lacks", remedy });
    if (runtime?.driver != null) {
      issues.push({ pointer: "/runtime/driver", problem: "drives an accelerator that the spec lacks", remedy });
    }
  } else if (scaleUp && !divides(accelerator.count, scaleUp.accelerators)) {
    issues.push({
      pointer: "/scaleUp/accelerators",
      problem: `does not hold whole lots of ${accelerator.count} accelerators`,
      remedy: "Make one of the two numbers a multiple of the other.",
    });
  }
  return issues;
}

function divides(a: number, b: number): boolean {
  return a % b === 0 || b % a === 0;
}

function placeRules({ region, jurisdiction }: Spec): SpecIssue[] {
  const places: [pointer: string, code: string | null, country: string][] = [
    ["/region/subdivision", region.subdivision, region.country],
    ["/region/locode", region.locode, region.country],
    ["/jurisdiction/subdivision", jurisdiction.subdivision, jurisdiction.country],
  ];
  return places
    .filter(([, code, country]) => code !== null && !code.startsWith(country))
    .map(([pointer, code, country]) => ({
      pointer,
      problem: `${code} does not lie in ${country}`,
      remedy: "Correct the country or the code.",
    }));
}

function coolingRules({ powerLimitW, cooling }: Spec): SpecIssue[] {
  if (powerLimitW === null || cooling === null || cooling.limitW >= powerLimitW) return [];
  return [
    {
      pointer: "/cooling/limitW",
      problem: `is less than the power limit of ${powerLimitW} W`,
      remedy: "Power drawn becomes heat: lower the power limit to what can be cooled.",
    },
  ];
}

/** What tells one floor from another. */
export function floorKey({ workload, benchmark, version, scenario, unit }: PerformanceFloor): string {
  return JSON.stringify([workload, benchmark, version, scenario, unit]);
}

/** What tells one pin from another. */
export function pinKey({ layer, name }: Spec["pins"][number]): string {
  return JSON.stringify([layer, name]);
}

function uniqueRules({ floors, pins: entries }: Spec): SpecIssue[] {
  return [
    ...repeated(floors.map(floorKey), "/floors", "states a floor that an earlier entry states"),
    ...repeated(entries.map(pinKey), "/pins", "names an artefact that an earlier entry names"),
  ];
}

function repeated(keys: readonly string[], at: string, problem: string): SpecIssue[] {
  return keys.flatMap((key, i) =>
    keys.indexOf(key) < i ? [{ pointer: `${at}/${i}`, problem, remedy: "Keep one of them." }] : [],
  );
}

/** Layers 0 to 2 are fixed by fields of the spec: a set bit needs them. */
function hardwareLayerRules(spec: Spec): SpecIssue[] {
  const { accelerator, scaleUp, cpuModel, powerLimitW, cooling, runtime } = spec;
  const needs: [bit: number, pointer: string, open: boolean][] = [
    [0, "/powerLimitW", powerLimitW === null],
    [0, "/cooling", cooling === null],
    [1, "/cpuModel", cpuModel === null && accelerator === null],
    [1, "/scaleUp", scaleUp === null && accelerator !== null && accelerator.count > 1],
    [2, "/runtime", runtime === null],
    [2, "/runtime/driver", runtime !== null && runtime.driver === null && accelerator !== null],
  ];
  return needs
    .filter(([bit, , open]) => open && pins(spec, bit))
    .map(([bit, pointer]) => ({
      pointer,
      problem: `is open, while layers says that layer ${bit} (${LAYERS[bit]?.title}) is pinned`,
      remedy: `State it, or clear bit ${bit} of layers.`,
    }));
}

/** Layers 3 to 8 are fixed by pins: a bit is set exactly where there is one. */
function pinnedLayerRules(spec: Spec): SpecIssue[] {
  return LAYERS.slice(3).flatMap(({ bit, title }) => {
    const pinned = spec.pins.some(({ layer }) => layer === bit);
    if (pinned === pins(spec, bit)) return [];
    const problem = pinned
      ? `has bit ${bit} (${title}) clear, while pins fixes that layer`
      : `has bit ${bit} (${title}) set, while nothing in pins fixes that layer`;
    return [{ pointer: "/layers", problem, remedy: "Make bit and entry agree." }];
  });
}

/**
 * Lots that make up one scale-up domain: what `domainLots` of a product's terms should be, so that commitments and
 * nominations never split a domain. 1 for a product without one, or whose lot is a domain or more.
 */
export function domainLots({ accelerator, scaleUp }: Pick<Spec, "accelerator" | "scaleUp">): number {
  if (!accelerator || !scaleUp) return 1;
  return Math.max(1, scaleUp.accelerators / accelerator.count);
}
