/** The actions of Providers. */
export * from "./enrol.ts";
export * from "./getCapacity.ts";
export * from "./getProvider.ts";
export * from "./optOut.ts";
export * from "./register.ts";
export * from "./stake.ts";
export * from "./unbond.ts";
export * from "./withdrawStake.ts";
