import { createHash } from "node:crypto";
import type { Candidate } from "./candidates.ts";

/** All candidates in the order in which a seed draws them. */
export function shuffled(all: readonly Candidate[], seed: number): Candidate[] {
  return all
    .map((candidate) => ({ candidate, key: keyOf(candidate, seed) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ candidate }) => candidate);
}

/** Hangs on the place and the change only, so that a new candidate elsewhere moves no other one. */
function keyOf({ file, at, kind }: Candidate, seed: number): string {
  return createHash("sha256").update(`${seed}/${file}/${at.start}-${at.end}/${kind}`).digest("hex");
}

/** The source with the change in it. */
export function mutate(source: string, candidate: Candidate): string {
  const bytes = Buffer.from(source);
  const text = (start: number, end?: number) => bytes.subarray(start, end).toString();
  const { at } = candidate;
  if (candidate.kind === "deleted check") return text(0, at.start) + candidate.instead + text(at.end);
  const [left, right] = candidate.parts;
  const between = text(left.end, right.start).replace(candidate.from, candidate.to);
  return text(0, left.end) + between + text(right.start);
}

/** What a mutant is, for people: where, and what it changes. */
export function describe(source: string, candidate: Candidate): string {
  const { file, at } = candidate;
  const bytes = Buffer.from(source);
  const line = bytes.subarray(0, at.start).toString().split("\n").length;
  const text = bytes.subarray(at.start, at.end).toString().replace(/\s+/g, " ");
  const change = candidate.kind === "deleted check" ? "deleted" : `${candidate.from} becomes ${candidate.to}`;
  return `${file}:${line} ${change}: ${text}`;
}
