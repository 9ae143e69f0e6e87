/** Reads that are asked again and again. */
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";

interface Options<T> {
  /** Names the read: what it depends on. */
  readonly key: readonly unknown[];
  readonly read: () => Promise<T>;
  /** Milliseconds between two reads; 3,000 by default. */
  readonly every?: number;
  readonly enabled?: boolean;
  /** Keep showing the last answer while the key changes. */
  readonly keep?: boolean;
}

export function useFresh<T>({ key, read, every = 3_000, enabled = true, keep = false }: Options<T>): UseQueryResult<T> {
  return useQuery({
    // A bigint has no JSON, and keys are compared as JSON.
    queryKey: key.map((part) => (typeof part === "bigint" ? part.toString() : part)),
    queryFn: read,
    refetchInterval: every,
    enabled,
    retry: false,
    ...(keep && { placeholderData: keepPreviousData }),
  });
}
