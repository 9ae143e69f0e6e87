/** The published shape of a bundle of samples, as JSON Schema 2020-12. */

const uint32 = { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 } as const;
const positive = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
const ms = { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const;
const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;
const word = { type: "string", pattern: "^0x[0-9a-fA-F]{64}$" } as const;
const signature = { type: "string", pattern: "^0x[0-9a-fA-F]{130}$" } as const;
const uint64 = { type: "string", pattern: "^(0|[1-9][0-9]{0,19})$" } as const;

function object<P extends Record<string, unknown>>(properties: P, optional: readonly (keyof P)[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", properties, required, additionalProperties: false };
}

const reading = object({
  version: { const: 1 },
  product: uint32,
  hour: uint32,
  commitment: uint32,
  nomination: uint32,
  lots: uint32,
  deliveredPpm: uint32,
  lostProviderPpm: uint32,
  lostBuyerPpm: uint32,
  performancePpm: uint32,
  preemptions: uint32,
  energyWh: uint64,
  carbonG: uint64,
  samplesRoot: word,
  extension: word,
});

/** The largest page that a bundle may carry, in UTF-16 units. */
const LARGEST_PAGE = 4 * 1024 * 1024;

/**
 * One assignment's hour: everything that its reading follows from, and who must have signed it.
 * Times are ms since 1970; `energyWh` and `carbonG` of the reading are decimal strings (uint64).
 */
export const BUNDLE_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:clearhour:samples-bundle:1",
  title: "Clearhour samples bundle",
  ...object(
    {
      format: { const: "clearhour-samples" },
      version: { const: 1 },
      domain: object({ chainId: positive, verifyingContract: address }),
      assignment: object({ product: uint32, hour: uint32, commitment: uint32, nomination: uint32 }),
      lots: uint32,
      terms: object(
        {
          periodMs: positive,
          maxGapMs: positive,
          challengeQuorum: { type: "integer", minimum: 1, maximum: 1000 },
          carbonGPerKwh: uint32,
          floor: object({
            metric: { type: "string", pattern: "^[a-zA-Z_:][a-zA-Z0-9_:]*$", maxLength: 200 },
            perHour: positive,
            mostLots: positive,
          }),
        },
        ["floor"],
      ),
      meterKey: address,
      nominee: address,
      oracles: { type: "array", items: address, maxItems: 1000, uniqueItems: true },
      samples: {
        type: "array",
        maxItems: 100_000,
        items: object({ at: ms, body: { type: "string", maxLength: LARGEST_PAGE }, signature }),
      },
      receipts: {
        type: "array",
        maxItems: 100_000,
        items: object({ from: ms, to: ms, outputHash: word, signature }),
      },
      challenges: {
        type: "array",
        maxItems: 100_000,
        items: object({ at: ms, ok: { type: "boolean" }, validForSeconds: uint32, oracle: address, signature }),
      },
      extension: word,
      reading,
    },
    ["extension", "reading"],
  ),
};
