/** Scheduling: the lines of a series, and who serves whom. */
export { type AssignedPair, type Assignments, assign, type LineEntry, type Unassigned } from "./assign.ts";
export {
  type Commitment,
  type Lines,
  type Nomination,
  unpackCommitment,
  unpackLines,
  unpackNomination,
} from "./lines.ts";
