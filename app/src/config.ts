/** What the app is told at run time: `config.json`, served beside it. */
import { type Deployment, ROOMS } from "@clearhour/sdk";
import { type Address, isAddress } from "viem";

export interface AppConfig {
  /** For people. */
  readonly chainName: string;
  readonly rpcUrl: string;
  readonly graphUrl: string;
  readonly deployment: Deployment;
  /** Endpoints of oracles, without a slash at the end: they get orders and receipts, and show their challenges. */
  readonly oracles: readonly string[];
  /** Only on a local chain. */
  readonly local: LocalConfig | undefined;
}

/** What only a local chain has, whose node signs for published keys and whose quote token anyone may mint. */
interface LocalConfig {
  /** The account of the development wallet. */
  readonly developmentAccount: Address;
}

/** The configuration is missing, or says nothing that can be used. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** @throws {ConfigError} when it does not answer, or is none. */
export async function loadConfig(url: string): Promise<AppConfig> {
  const response = await fetch(url, { cache: "no-store" }).catch((cause: unknown) => {
    throw new ConfigError(`${url} does not answer.`, { cause });
  });
  if (!response.ok) throw new ConfigError(`${url} answers ${response.status}.`);
  const value: unknown = await response.json().catch((cause: unknown) => {
    throw new ConfigError(`${url} is no JSON.`, { cause });
  });
  return parseConfig(value);
}

/** @throws {ConfigError} naming the first field that is wrong. */
export function parseConfig(value: unknown): AppConfig {
  const config = objectOf(value, "the configuration");
  const deployment = objectOf(config.deployment, "deployment");
  const addresses = Object.fromEntries(
    (["token", ...ROOMS] as const).map((name) => [name, addressOf(deployment[name], `deployment.${name}`)]),
  ) as Omit<Deployment, "chainId" | "block">;
  return {
    chainName: textOf(config.chainName, "chainName"),
    rpcUrl: urlOf(config.rpcUrl, "rpcUrl"),
    graphUrl: urlOf(config.graphUrl, "graphUrl"),
    deployment: {
      ...addresses,
      chainId: wholeOf(deployment.chainId, "deployment.chainId"),
      block: BigInt(wholeOf(deployment.block, "deployment.block")),
    },
    oracles: config.oracles === undefined ? [] : urlsOf(config.oracles, "oracles"),
    local: config.local === undefined ? undefined : localOf(objectOf(config.local, "local")),
  };
}

function localOf(local: Record<string, unknown>): LocalConfig {
  return { developmentAccount: addressOf(local.developmentAccount, "local.developmentAccount") };
}

function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ConfigError(`${name} is no object.`);
}

function textOf(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new ConfigError(`${name} is no text.`);
}

function urlOf(value: unknown, name: string): string {
  const text = textOf(value, name);
  if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : "")) return text;
  throw new ConfigError(`${name} is no http URL: ${text}`);
}

function urlsOf(value: unknown, name: string): string[] {
  if (!Array.isArray(value)) throw new ConfigError(`${name} is no list.`);
  return value.map((one, i) => urlOf(one, `${name}[${i}]`).replace(/\/+$/, ""));
}

function addressOf(value: unknown, name: string): Address {
  const text = textOf(value, name);
  if (isAddress(text)) return text;
  throw new ConfigError(`${name} is no address: ${text}`);
}

function wholeOf(value: unknown, name: string): number {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw new ConfigError(`${name} is no whole number.`);
}
