/** `clearhour meter verify`: derives a settled reading from its samples again and checks it against the chain. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Address, createClient, http, isAddress } from "viem";
import { EndpointClient } from "../access/endpointClient.ts";
import { callEndpoint } from "../access/http.ts";
import { type VerifySettledReturnType, verifySettled } from "../access/verifySettled.ts";
import type { GetSlotReturnType } from "../actions/delivery/getSlot.ts";
import type { Deployment } from "../deployment/types.ts";
import { BaseError } from "../errors/base.ts";
import { readingToJson } from "../meter/bundle.ts";
import { EXIT_DATA, EXIT_OK, type Io, UsageError } from "./io.ts";

export const METER_VERIFY_USAGE = `clearhour meter verify --rpc-url URL --deployment FILE
                       --product N --hour N --commitment N --nomination N [--from URL|FILE]

Fetches the samples, receipts and challenges that the reading of an assignment follows from, checks
every signature in them against the chain, derives the reading again, and compares it with what was
settled. Prints what it found as JSON.

  --rpc-url URL     JSON-RPC endpoint of the chain
  --deployment FILE JSON file that says where the exchange is deployed
  --product N ...   the assignment: product, delivery hour (unix / period), and the indices of its
                    commitment and nomination in their lines
  --from URL|FILE   the bundle of samples; by default the provider's endpoint, as registered on-chain

Exit code 0: the settled reading is what the samples give. 1: it is not, or cannot be told. 2: the
command was wrong.`;

const OPTIONS = {
  "rpc-url": { type: "string" },
  deployment: { type: "string" },
  product: { type: "string" },
  hour: { type: "string" },
  commitment: { type: "string" },
  nomination: { type: "string" },
  from: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Runs the command.
 *
 * @param args What follows `meter verify`.
 * @returns The exit code.
 * @throws {UsageError} when the command is wrong; the caller prints it and exits with 2.
 */
export async function meterVerify(args: readonly string[], io: Io): Promise<number> {
  const values = parse(args);
  if (values.help) {
    io.out(METER_VERIFY_USAGE);
    return EXIT_OK;
  }
  const assignment = {
    product: uint32("--product", values.product),
    hour: uint32("--hour", values.hour),
    commitment: uint32("--commitment", values.commitment),
    nomination: uint32("--nomination", values.nomination),
  };
  const rpcUrl = required("--rpc-url", values["rpc-url"]);
  const path = required("--deployment", values.deployment);
  try {
    const client = createClient({ transport: http(rpcUrl) });
    const deployment = readDeployment(path);
    const bundle = (slot: GetSlotReturnType) => fetchBundle(values.from, slot, deployment);
    const verdict = await verifySettled(client, { deployment, assignment, bundle });
    io.out(JSON.stringify(report(verdict), null, 2));
    return verdict.settled && verdict.settledDiffers.length === 0 ? EXIT_OK : EXIT_DATA;
  } catch (error) {
    if (!(error instanceof BaseError) || error instanceof UsageError) throw error;
    io.err(`clearhour meter verify: ${error.message}`);
    return EXIT_DATA;
  }
}

function report({ findings, reading, settled, settledDiffers, slot, times }: VerifySettledReturnType) {
  const { endpoint, holder, meterKey, nominee, provider } = slot;
  const text = (value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return {
    agrees: settled !== undefined && settledDiffers.length === 0,
    reason:
      settled === undefined
        ? "the assignment is not settled by a reading (yet)"
        : settledDiffers.length === 0
          ? "the settled reading follows from its samples, receipts and challenges"
          : "the settled reading does not follow from these samples",
    provider,
    holder,
    nominee,
    meterKey,
    endpoint: endpoint?.url ?? null,
    recomputed: readingToJson(reading),
    settled: settled ? readingToJson(settled.reading) : null,
    differences: settledDiffers.map(({ field, recomputed, settled: was }) => ({
      field,
      settled: text(was),
      recomputed: text(recomputed),
    })),
    times,
    findings,
  };
}

async function fetchBundle(
  from: string | undefined,
  { assignment, endpoint }: GetSlotReturnType,
  { chainId, meter }: Deployment,
): Promise<unknown> {
  if (from !== undefined && !/^https?:/.test(from)) return parseJson(from);
  if (from !== undefined) return await callEndpoint(from);
  if (endpoint === undefined) throw new BaseError("The provider has registered no URL: name the bundle with --from.");
  const domain = { chainId, verifyingContract: meter };
  return await new EndpointClient({ url: endpoint.url, domain, now: () => 0 }, assignment).bundle();
}

function readDeployment(path: string): Deployment {
  const values = parseJson(path) as Record<string, unknown>;
  const { block, chainId, ...rooms } = values;
  const sound = Number.isSafeInteger(block) && Number.isSafeInteger(chainId);
  if (!sound || !Object.values(rooms).every((room) => isAddress(String(room)))) {
    throw new BaseError(`${path} does not say where an exchange is deployed.`);
  }
  return { ...(rooms as Record<string, Address>), chainId, block: BigInt(block as number) } as Deployment;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new BaseError(`${path} cannot be read as JSON.`, { cause });
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), METER_VERIFY_USAGE);
  }
}

function required(flag: string, value: string | undefined): string {
  if (value === undefined) throw new UsageError(`${flag} is missing.`, METER_VERIFY_USAGE);
  return value;
}

function uint32(flag: string, text: string | undefined): number {
  const value = required(flag, text);
  if (/^\d{1,10}$/.test(value) && Number(value) < 2 ** 32) return Number(value);
  throw new UsageError(`${flag} ${value} is not a whole number of 32 bits.`);
}
