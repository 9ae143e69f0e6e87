/** The actions of Delivery. */
export * from "./armShift.ts";
export * from "./claimCompensation.ts";
export * from "./commit.ts";
export * from "./commitAll.ts";
export * from "./defaultShort.ts";
export * from "./fixShift.ts";
export * from "./getAssignments.ts";
export * from "./getCompensation.ts";
export * from "./getLines.ts";
export * from "./getSlot.ts";
export * from "./isSettled.ts";
export * from "./nominate.ts";
export * from "./releaseUnassigned.ts";
export * from "./sweepCompensation.ts";
