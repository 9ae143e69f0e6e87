/** The contest for the clearing of an auction with strips or blocks: what a solution comes to, and which one is better. */
export { baselinePrices, seriesBookOf } from "./baseline.ts";
export { atMostBetter } from "./bound.ts";
export { commitmentTo, decodeSolution, encodeSolution, filledIn } from "./codec.ts";
export { type Contender, contender, isBetter } from "./order.ts";
export type { Allocation, ContestBook, Figures, SeriesBook, Solution } from "./types.ts";
export { verifyBaseline, verifySolution } from "./verify.ts";
