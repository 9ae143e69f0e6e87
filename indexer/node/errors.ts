/** What can go wrong while Postgres and graph-node run. Every message says what to do. */

/** Base of all errors here. */
export class IndexerError extends Error {
  override readonly name: string = "IndexerError";
}

/** There is no graph-node or Postgres for this machine. */
export class UnsupportedPlatformError extends IndexerError {
  override readonly name = "UnsupportedPlatformError";

  constructor(what: string) {
    super(
      `there is no ${what} for ${process.platform}-${process.arch} here: on linux-x64 run \`npm ci\` (optional packages ` +
        "included); elsewhere indexer/docker-compose.yml indexes a public chain, but the local market cannot run",
    );
  }
}

/** Something listens on a port already. */
export class PortTakenError extends IndexerError {
  override readonly name = "PortTakenError";
  readonly port: number;

  constructor(port: number, what: string) {
    super(
      `port ${port} (${what}) is taken: end what listens there, perhaps another local market, or choose another port`,
    );
    this.port = port;
  }
}

/** A process ended, or did not become ready. */
export class ProcessFailedError extends IndexerError {
  override readonly name = "ProcessFailedError";
  /** The last lines that it wrote. */
  readonly log: readonly string[];

  constructor(what: string, why: string, log: readonly string[]) {
    super([`${what} ${why}`, ...log.slice(-12)].join("\n  "));
    this.log = log;
  }
}

/** The disk is full. */
export class NoSpaceError extends IndexerError {
  override readonly name = "NoSpaceError";

  constructor(folder: string) {
    super(`no space left in ${folder}: free some, or set TMPDIR to a folder with at least 500 MB`);
  }
}

/** The subgraph does not compile. */
export class BuildError extends IndexerError {
  override readonly name = "BuildError";
}

/** The contracts' build is not there. */
export class MissingArtifactsError extends IndexerError {
  override readonly name = "MissingArtifactsError";

  constructor(file: string) {
    super(`${file} is missing: run \`npm run build\` first`);
  }
}

/** A handler failed, and the subgraph stands still for good. */
export class SubgraphFailedError extends IndexerError {
  override readonly name = "SubgraphFailedError";
}

/** The subgraph did not reach a block in time. */
export class IndexingTimeoutError extends IndexerError {
  override readonly name = "IndexingTimeoutError";

  constructor(block: bigint, reached: bigint | undefined, ms: number) {
    super(`the subgraph is at block ${reached ?? "none"} after ${ms / 1000} s, and not at block ${block} yet`);
  }
}
