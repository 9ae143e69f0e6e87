/** The actions of the Auction. */
export * from "./clearAuction.ts";
export * from "./closeOut.ts";
export * from "./collect.ts";
export * from "./explainOrder.ts";
export * from "./getAuction.ts";
export * from "./getBook.ts";
export * from "./getFreeSlots.ts";
export * from "./getGrid.ts";
export * from "./getHints.ts";
export * from "./getOrder.ts";
export * from "./getResult.ts";
export * from "./placeOrders.ts";
export * from "./quoteOrder.ts";
