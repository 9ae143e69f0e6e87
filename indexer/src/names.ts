/** Names of codes, as the enums of the schema list them. */

const ACCOUNT_KINDS: string[] = [
  "outside",
  "cash",
  "auctionEscrow",
  "margin",
  "stake",
  "bond",
  "delivery",
  "compensation",
  "fees",
  "reserve",
  "external",
];

const REASONS: string[] = [
  "none",
  "deposit",
  "withdrawal",
  "transfer",
  "skim",
  "orderEscrow",
  "orderCollected",
  "marginLocked",
  "marginReleased",
  "marginRounding",
  "tradingFee",
  "clearingTip",
  "closeOut",
  "stakeBonded",
  "stakeWithdrawn",
  "stakeSeized",
  "wrapped",
  "unwrapped",
  "committed",
  "nominated",
  "settlementPrepaid",
  "settlementTip",
  "delivered",
  "shortfallPaid",
  "unassigned",
  "rootMissing",
  "defaulted",
  "defaultPaid",
  "toReserve",
  "disputeBond",
  "bondReturned",
  "bondWon",
  "oracleBond",
  "oracleSilent",
  "wordFee",
  "solverDeposit",
  "depositReturned",
  "depositForfeited",
];

const ORDER_KINDS: string[] = ["unknown", "buy", "sell", "write", "closeSell", "closeBuy"];
const BLOCK_KINDS: string[] = ["unknown", "stripBuy", "stripSell", "stripWrite", "blockBuy", "blockSell", "blockWrite"];
const TIERS: string[] = ["reserved", "onDemand", "interruptible"];

export const WITHDRAWAL: i32 = 2;
export const DEPOSIT: i32 = 1;

export const BUY: i32 = 1;
export const WRITE: i32 = 3;
export const CLOSE_BUY: i32 = 5;

const STRIP_BUY: i32 = 1;
export const STRIP_WRITE: i32 = 3;
const BLOCK_BUY: i32 = 4;
export const BLOCK_WRITE: i32 = 6;

/** `Kind` of contracts/types/Account.sol. */
export function accountKind(code: i32): string {
  return code < ACCOUNT_KINDS.length ? ACCOUNT_KINDS[code] : "unknown";
}

/** `Code` of contracts/types/Memo.sol. */
export function reason(code: i32): string {
  return code < REASONS.length ? REASONS[code] : "unknown";
}

/** `OrderKind` of contracts/types/OrderWord.sol; the contract writes no other. */
export function orderKind(code: i32): string {
  return ORDER_KINDS[code];
}

/** `BlockKind` of contracts/types/BlockWord.sol; the contract writes no other. */
export function blockKind(code: i32): string {
  return BLOCK_KINDS[code];
}

export function isBlockBuy(code: i32): bool {
  return code == STRIP_BUY || code == BLOCK_BUY;
}

/** `DeliveryTerms.tier`; the contract lists no other. */
export function tier(code: i32): string {
  return TIERS[code];
}
