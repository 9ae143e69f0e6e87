/** The actions of Blocks. */
export * from "./checkBlocks.ts";
export * from "./collectBlocks.ts";
export * from "./explainBlock.ts";
export * from "./getBlockList.ts";
export * from "./getBlockOrder.ts";
export * from "./getFreeBlockSlots.ts";
export * from "./placeBlocks.ts";
export * from "./quoteBlock.ts";
