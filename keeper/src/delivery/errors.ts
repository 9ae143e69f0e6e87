/** What can go wrong with what agents and oracles keep and serve. */
import { BaseError, type BaseErrorOptions } from "@clearhour/sdk";

/** Evidence cannot be kept: the agent or oracle stops rather than lose it. */
export class StorageError extends BaseError {
  override name = "StorageError";
  readonly path: string;

  constructor(path: string, options: BaseErrorOptions = {}) {
    super(`${path} cannot be read or written.`, {
      ...options,
      metaMessages: ["Name a folder on a disk with space that this user may write to with --data-dir."],
    });
    this.path = path;
  }
}

/** Two processes would sign different things for the same key. */
export class FolderInUseError extends BaseError {
  override name = "FolderInUseError";

  constructor(path: string, pid: number) {
    super(`Process ${pid} uses ${path} already.`, {
      metaMessages: ["Stop that process, or name another folder with --data-dir if it serves another account."],
    });
  }
}

/** A request that is answered with an HTTP status and a reason. */
export class RefusalError extends BaseError {
  override name = "RefusalError";
  readonly status: number;

  constructor(status: number, reason: string, options: BaseErrorOptions = {}) {
    super(reason, options);
    this.status = status;
  }
}
