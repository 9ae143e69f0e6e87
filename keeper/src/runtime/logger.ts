import { type Logger, pino } from "pino";

export type { Logger } from "pino";

/** Structured logs, one JSON object per line of standard output. */
export function createLogger(level: string, bindings: Readonly<Record<string, string | number>>): Logger {
  return pino({
    level,
    base: bindings,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: describeError },
  });
}

/** An error in few words: a cause may carry whole requests. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const {
    name,
    message,
    shortMessage = message,
    details,
  } = error as Error & {
    shortMessage?: string;
    details?: string;
  };
  return { name, message: shortMessage, ...(details !== undefined && { details: details.slice(0, 500) }) };
}
