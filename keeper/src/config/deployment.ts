import { type Deployment, ROOMS } from "@clearhour/sdk";
import { Ajv } from "ajv";
import { UnreadableFileError } from "../errors.ts";
import { readJson } from "./load.ts";

const integer = { type: "integer", minimum: 0 } as const;
const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;

const properties = {
  chainId: integer,
  block: integer,
  ...Object.fromEntries(["token", ...ROOMS].map((name) => [name, address])),
};

const check = new Ajv({ allErrors: true }).compile({
  type: "object",
  properties,
  required: Object.keys(properties),
});

/**
 * Reads where the exchange is deployed: the fields of the SDK's `Deployment` as JSON, `block` as a number.
 *
 * @throws {UnreadableFileError} when the file is missing or is no deployment.
 */
export function readDeployment(path: string): Deployment {
  const values = readJson("deployment file", path);
  if (!check(values)) {
    const wrong = (check.errors ?? []).map(({ instancePath, message }) => `${instancePath.slice(1)} ${message}`.trim());
    throw new UnreadableFileError("deployment file", path, wrong.join(", "));
  }
  return { ...values, block: BigInt(values.block as number) } as unknown as Deployment;
}
