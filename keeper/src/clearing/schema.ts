/** The published shape of a book, as JSON Schema 2020-12: what `clear` reads. */

/** As many lots as a series of the exchange can hold. */
const MOST_LOTS = 2 ** 31 - 1;

const lots = { type: "integer", minimum: 1, maximum: MOST_LOTS } as const;
const price = { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 } as const;
const side = { enum: ["buy", "sell"] } as const;
const name = { type: "string", minLength: 1, maxLength: 200 } as const;
const named = { type: "array", items: name, minItems: 1, maxItems: 10_000, uniqueItems: true } as const;

function object<P extends Record<string, unknown>>(properties: P, optional: readonly (keyof P)[] = []) {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", properties, required, additionalProperties: false };
}

function described<T extends object>(description: string, schema: T): T & { readonly description: string } {
  return { description, ...schema };
}

export const BOOK_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:clearhour:book:1",
  title: "Clearhour book",
  description:
    "All orders of one auction. Prices are integers of any unit, per lot and series; lots are integers. No price falls " +
    "below 0: what is offered beyond demand at 0 is disposed of for nothing.",
  ...object(
    {
      format: { const: "clearhour-book" },
      version: { const: 1 },
      series: described("What is traded: one product in one delivery period each. Strips run along this list.", named),
      hourly: described("Orders in one series; the earlier in the list comes first where a price fills only some.", {
        type: "array",
        items: object({ series: name, side, price, lots }),
      }),
      strips: described("The same lots in series that are neighbours in `series`; any whole number of them may fill.", {
        type: "array",
        items: object({ side, price: described("Limit on the average price.", price), lots, series: named }),
      }),
      blocks: described("All or none of the legs, but for `minLots`.", {
        type: "array",
        items: object(
          {
            side,
            value: described("The most that a buyer pays, or the least that a seller takes, for all legs together.", {
              type: "integer",
              minimum: Number.MIN_SAFE_INTEGER,
              maximum: Number.MAX_SAFE_INTEGER,
            }),
            legs: { type: "array", items: object({ series: name, lots }), minItems: 1 },
            minLots: described(
              "Fewer lots than a leg's may fill, in all legs alike, but no fewer than this. Legs have equal lots then, and " +
                "`value` is a multiple of them.",
              lots,
            ),
          },
          ["minLots"],
        ),
      }),
    },
    ["hourly", "strips", "blocks"],
  ),
} as const;
