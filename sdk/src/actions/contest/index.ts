/** The actions of the Contest. */
export * from "./commitSolution.ts";
export * from "./concludeAuction.ts";
export * from "./forfeitDeposit.ts";
export * from "./getContest.ts";
export * from "./getContestBook.ts";
export type { IncumbentEvent } from "./incumbentEvent.ts";
export * from "./revealSolution.ts";
export * from "./submitBaseline.ts";
