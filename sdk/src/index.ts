/** @clearhour/sdk: trade, hold and settle forward compute on Clearhour, with viem. */
export * from "./actions/index.ts";
export type { BlockRangeParameters } from "./actions/internal/getEvents.ts";
export type {
  BlockParameter,
  ClearhourClient,
  ContractCall,
  DeploymentParameter,
  WriteParameters,
} from "./actions/internal/types.ts";
export {
  type BlockFillCode,
  type BlockFillReport,
  type BlockInput,
  BlockKind,
  type BlockOrder,
  type BlockOutcome,
  type BlockRecord,
  type BlockResult,
  type BlockSide,
  explainBlockFill,
  type PlacedBlock,
} from "./blocks/index.ts";
export {
  auctionId,
  explainFill,
  type FillCode,
  type FillReport,
  filledLots,
  type Order,
  OrderKind,
  type Outcome,
  parseAuctionId,
  parseSeriesId,
  type Result,
  seriesId,
} from "./clearing/index.ts";
export {
  type Allocation,
  type ContestBook,
  decodeSolution,
  encodeSolution,
  type Figures,
  type Solution,
  verifyBaseline,
  verifySolution,
} from "./contest/index.ts";
export { type ClearhourActions, clearhourActions } from "./decorator.ts";
export {
  type AssignedPair,
  type Assignments,
  assign,
  type Commitment,
  type LineEntry,
  type Lines,
  type Nomination,
  type Unassigned,
  unpackCommitment,
  unpackLines,
  unpackNomination,
} from "./delivery/index.ts";
export { deployments, getDeployment } from "./deployment/deployments.ts";
export { type Deployment, ROOMS } from "./deployment/types.ts";
export * from "./errors/index.ts";
export * from "./generated/index.ts";
export * from "./ledger/account.ts";
export { formatAccount, parseAccountText } from "./ledger/accountText.ts";
export { MEMO_CODES, type Memo, type MemoName, type MemoReference, packMemo, unpackMemo } from "./ledger/memo.ts";
export { type Position, packPositionWord, unpackPositionWord } from "./ledger/positions.ts";
export { lockPerLot, lockPerLotUp, type ShortTerms, type WriteTerms, writeEscrowPerLot } from "./margin/collateral.ts";
export { type OrderInput, type OrderSide, packPlacement } from "./orders/placement.ts";
export { type PriceInput, priceToTicks, ticksToPrice } from "./orders/prices.ts";
export { closeOutSlot } from "./orders/slots.ts";
export {
  type AuctionTimes,
  auctionsOfHour,
  auctionTimes,
  type CurrentAuction,
  currentAuctions,
  revealFrom,
} from "./products/lanes.ts";
export type { Lane, LaneParameters, MarketParams } from "./products/types.ts";
export type { DeliveryTerms, OracleTerms, Terms, TradeTerms } from "./spec/terms.ts";
export * from "./typed/index.ts";
