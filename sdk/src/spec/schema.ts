import { COUNTRIES } from "./countries.ts";
import { enumeration, integer, object, orNull, text } from "./vocabulary.ts";

/** The largest spec, UTF-8 bytes. The Products contract refuses longer ones. */
export const MAX_SPEC_BYTES = 16_384;

/** Fields that say where something is; `of` tells region from jurisdiction. */
function place<const O extends string>(of: O) {
  return {
    country: {
      title: `${of} country`,
      description: "ISO 3166-1 alpha-2 code.",
      type: "string",
      enum: COUNTRIES,
    },
    subdivision: orNull({
      title: `${of} subdivision`,
      description: "ISO 3166-2 code of a state, province or region of that country; null leaves it open.",
      type: "string",
      pattern: "^[A-Z]{2}-[A-Z0-9]{1,3}$",
    }),
  } as const;
}

const accelerator = object("Accelerator", "What computes, per lot; null for CPU products.", {
  vendor: text("Vendor", "Maker, as on the data sheet."),
  model: text("Model", "Model and form factor, as on the data sheet, for example H100 SXM5."),
  count: integer("Accelerators per lot", "Whole accelerators in one lot.", 1, 1024),
  memoryGiB: integer("Memory per accelerator", "Device memory of each accelerator, GiB.", 1, 65_536),
});

const scaleUp = object("Scale-up domain", "Accelerators joined by a memory-semantic link; null leaves it open.", {
  accelerators: integer("Domain size", "Accelerators in one domain; a domain is never split.", 1, 65_536),
  interconnect: enumeration("Interconnect class", "The link within a domain.", [
    "ethernet",
    "ici",
    "infinity-fabric",
    "neuronlink",
    "nvlink",
    "pcie",
    "ualink",
  ]),
  perAcceleratorGBps: integer(
    "Interconnect bandwidth",
    "Peak bandwidth of each accelerator within the domain, both directions added, GB/s (10^9 bytes).",
    1,
    1_000_000,
  ),
});

const storage = object("Storage", "Scratch space that comes with a lot, emptied afterwards.", {
  class: enumeration("Storage class", "What backs it.", [
    "hdd",
    "memory",
    "network-block",
    "network-file",
    "nvme",
    "object",
    "ssd",
  ]),
  sizeGiB: integer("Storage size", "Usable space, GiB; 0 for none.", 0, 1_073_741_824),
});

const network = object("Network", "Links that leave the lot.", {
  fabric: enumeration("Fabric class", "The link to other lots at the same place.", [
    "efa",
    "ethernet",
    "infiniband",
    "roce",
    "slingshot",
  ]),
  fabricGbps: integer("Fabric bandwidth", "To other lots, each direction, Gb/s (10^9 bits).", 0, 1_000_000),
  egressMbps: integer("Egress bandwidth", "To the public internet, Mb/s (10^6 bits); 0 for none.", 0, 1_000_000_000),
  egressGiB: integer(
    "Egress volume",
    "To the public internet, included per delivery period, GiB; what goes beyond may be throttled, never charged.",
    0,
    1_073_741_824,
  ),
});

const region = object("Region", "Where the machines stand.", {
  ...place("Region"),
  locode: orNull({
    title: "Region location",
    description: "UN/LOCODE of the nearest place, without the space; null leaves it open.",
    type: "string",
    pattern: "^[A-Z]{2}[A-Z2-9]{3}$",
  }),
});

const cooling = object("Cooling", "How heat is removed; null leaves it open.", {
  class: enumeration("Cooling class", "The medium at the chip.", ["air", "direct-liquid", "immersion"]),
  limitW: integer("Cooling limit", "Heat that can be removed from a lot without throttling, W.", 1, 100_000_000),
});

const carbon = object("Carbon", "Carbon terms of the electricity used; null leaves them open.", {
  maxGCO2ePerKWh: integer("Carbon intensity", "Most carbon per energy, gCO2e/kWh.", 0, 2000),
  accounting: enumeration(
    "Accounting method",
    "GHG Protocol Scope 2: location-based or market-based; hourly-matched is market-based with certificates of the same hour and grid.",
    ["hourly-matched", "location-based", "market-based"],
  ),
});

const floor = object("Performance floor", "The least performance of a lot in one benchmark; more is better.", {
  workload: enumeration("Workload class", "What kind of work the floor speaks for.", [
    "cpu",
    "fine-tuning",
    "hpc",
    "inference",
    "memory",
    "network",
    "rendering",
    "storage",
    "training",
  ]),
  benchmark: text("Benchmark", "Name of the benchmark that measures it."),
  version: text("Benchmark version", "Release of the benchmark."),
  scenario: text("Scenario", "Model, scenario and division, as the benchmark names them."),
  unit: enumeration("Metric unit", "Unit of the result; a rate, so that more is better.", [
    "GB/s",
    "GFLOP/s",
    "events/s",
    "frames/s",
    "queries/s",
    "samples/s",
    "steps/s",
    "tokens/s",
  ]),
  floorMilli: integer("Floor", "The least result of one lot, in thousandths of the unit.", 1, 1_000_000_000_000),
});

const runtime = object("System runtime", "Software that a lot starts with; null leaves it open.", {
  os: text("Operating system", "Distribution and version, for example Ubuntu 24.04."),
  driver: orNull(text("Accelerator driver", "Driver and version; null for CPU products or to leave it open.")),
  containerRuntime: orNull(text("Container runtime", "Runtime and version; null where none is provided.")),
});

const pin = object("Pin", "An artefact that fixes a layer above the system runtime.", {
  layer: integer("Layer", "Bit of the layer that it fixes, 3 to 8.", 3, 8),
  name: text("Name", "Name of the artefact, format or standard."),
  version: text("Version", "Its version."),
  sha256: orNull({
    title: "Digest",
    description: "SHA-256 of the artefact, 64 lower-case hex digits; null where it is a published standard.",
    type: "string",
    pattern: "^[0-9a-f]{64}$",
  }),
});

/**
 * The JSON Schema (draft 2020-12) of a spec. Published as `schema.json`, which is generated from this.
 *
 * Every field is required: null says "left open", so that there is one way to write each meaning and one hash for it.
 * Numbers are integers with the unit in the name. Strings are printable ASCII, so that two names that look alike are
 * alike. The id is a URN because the project owns no web address that it could point to.
 */
export const specSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:clearhour:spec:1",
  ...object("Spec", "What one lot of a product delivers in one delivery period.", {
    version: { title: "Schema version", description: "Version of this schema.", type: "integer", const: 1 },
    name: text("Name", "Short name of the product, for people."),
    accelerator: orNull(accelerator),
    scaleUp: orNull(scaleUp),
    cpuModel: orNull(text("CPU model", "Processor, as on the data sheet; null leaves it open.")),
    cpuCores: integer("CPU cores", "Physical cores of a lot; two hardware threads are one core.", 1, 65_536),
    ramGiB: integer("RAM", "Installed memory of a lot, GiB.", 1, 1_048_576),
    storage,
    network,
    region,
    jurisdiction: object("Jurisdiction", "Whose law governs delivery and data.", place("Jurisdiction")),
    tenancy: enumeration("Tenancy", "What separates a lot from others on the same machine.", [
      "bare-metal",
      "container",
      "dedicated-host",
      "virtual-machine",
    ]),
    powerLimitW: orNull(
      integer(
        "Power limit",
        "Electrical power that a lot may draw all the time without throttling, W; null leaves it open.",
        1,
        100_000_000,
      ),
    ),
    cooling: orNull(cooling),
    carbon: orNull(carbon),
    floors: {
      title: "Performance floors",
      description: "What a lot reaches at least; one entry per workload, benchmark, version, scenario and unit.",
      type: "array",
      maxItems: 32,
      items: floor,
    },
    runtime: orNull(runtime),
    layers: integer(
      "Layers",
      "Bitmap of the layers that the spec pins: 0 facilities and power, 1 compute fabric, 2 system runtime, 3 graph and compiler, 4 numerics, 5 data and context, 6 orchestration and flow, 7 governance and schema, 8 domain logic.",
      0,
      511,
    ),
    pins: {
      title: "Pins",
      description: "What fixes layers 3 to 8: a layer's bit is set exactly where it has an entry.",
      type: "array",
      maxItems: 32,
      items: pin,
    },
  }),
} as const;
