/** What can be wrong with a keeper itself. What goes wrong between it and the chain are the SDK's errors. */
import { BaseError, type BaseErrorOptions } from "@clearhour/sdk";

/** The root of the keeper's own errors. */
class KeeperError extends BaseError {
  override name = "KeeperError";
}

/** There is no such command. */
export class UnknownCommandError extends KeeperError {
  override name = "UnknownCommandError";

  constructor(command: string, known: readonly string[]) {
    super(`There is no command \`${command}\`.`, { metaMessages: [`Commands: ${known.join(", ")}.`] });
  }
}

/** The configuration is incomplete or makes no sense. */
export class InvalidConfigError extends KeeperError {
  override name = "InvalidConfigError";
  /** One line for everything that is wrong. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options: BaseErrorOptions = {}) {
    super("The configuration is not valid.", { ...options, metaMessages: problems.map((problem) => `- ${problem}`) });
    this.problems = problems;
  }
}

/** A file that the configuration names cannot be read, or is not what it should be. */
export class UnreadableFileError extends KeeperError {
  override name = "UnreadableFileError";
  readonly path: string;

  constructor(what: string, path: string, reason: string, options: BaseErrorOptions = {}) {
    super(`The ${what} ${path} cannot be used: ${reason}.`, options);
    this.path = path;
  }
}

/** A secret is missing from the environment, or is not one. Its value is never shown. */
export class SecretError extends KeeperError {
  override name = "SecretError";
  readonly variable: string;

  constructor(variable: string, reason: string) {
    super(`The environment variable ${variable} ${reason}.`, {
      metaMessages: [`Set ${variable} to a private key: 0x and 64 hexadecimal digits. No file or flag holds it.`],
    });
    this.variable = variable;
  }
}

/** Another process listens where metrics and health were to be served. */
export class PortTakenError extends KeeperError {
  override name = "PortTakenError";

  constructor(host: string, port: number, options: BaseErrorOptions = {}) {
    super(`Port ${port} of ${host} is taken by another process.`, {
      ...options,
      metaMessages: ["Stop that process, or name another port with --http-port (0 takes any free one)."],
    });
  }
}

/** The address to serve metrics and health at does not exist or is not allowed. */
export class CannotListenError extends KeeperError {
  override name = "CannotListenError";

  constructor(host: string, port: number, reason: string, options: BaseErrorOptions = {}) {
    super(`The keeper cannot listen on port ${port} of ${host}: ${reason}.`, {
      ...options,
      metaMessages: ["Name another address with --http-host or another port with --http-port."],
    });
  }
}
