/** The actions of Blocks. */
export * from "./collectBlocks.ts";
export * from "./explainBlock.ts";
export * from "./getBlockList.ts";
export * from "./getBlockOrder.ts";
export * from "./placeBlocks.ts";
export * from "./quoteBlock.ts";
