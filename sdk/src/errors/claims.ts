/** Custom errors of Claims and of its ERC-1155. */
import { contractError } from "./contract.ts";
import { account, series } from "./words.ts";

/** The account is short of the series that claims are put back into. */
export class AccountIsShortError extends contractError("AccountIsShort", (args) => ({
  short: `The ${account(args.account)} is short of ${series(args.series)}: claims cannot be put on top of a short.`,
  todo: ["Unwrap into another account or desk. A short is bought back through an auction: place a buy order."],
})) {}

/** The token id is no series. */
export class UnknownSeriesError extends contractError("UnknownSeries", ({ id }) => ({
  short: `${id} is no series.`,
  todo: ["A claim's id is product << 32 | hour: seriesId(product, hour) makes it."],
})) {}

/** Two lists that belong together differ in length. */
export class LengthMismatchError extends contractError("LengthMismatch", ({ first, second }) => ({
  short: `One list has ${first} entries, the one that belongs to it has ${second}.`,
  todo: ["Give each entry of the first list its counterpart in the second."],
})) {}

/** The sender holds fewer claims than the transfer takes. */
export class ClaimBalanceError extends contractError("ERC1155InsufficientBalance", (args) => ({
  short: `${args.sender} holds ${args.balance} claims of ${series(args.tokenId)}, ${args.needed} are needed.`,
  todo: ["Use at most what it holds, or wrap more lots first."],
})) {}

/** The approver cannot approve. */
export class ClaimApproverError extends contractError("ERC1155InvalidApprover", ({ approver }) => ({
  short: `Claims cannot be approved by ${approver}.`,
  todo: ["Approve from the holder's own address."],
})) {}

/** Ids and amounts differ in length. */
export class ClaimArrayLengthError extends contractError("ERC1155InvalidArrayLength", (args) => ({
  short: `There are ${args.idsLength} ids and ${args.valuesLength} amounts.`,
  todo: ["Give each id its amount."],
})) {}

/** The operator cannot be approved. */
export class ClaimOperatorError extends contractError("ERC1155InvalidOperator", ({ operator }) => ({
  short: `${operator} cannot be made an operator of claims.`,
  todo: ["Name another address: the zero address cannot act."],
})) {}

/** The receiver does not take claims. */
export class ClaimReceiverError extends contractError("ERC1155InvalidReceiver", ({ receiver }) => ({
  short: `${receiver} does not take claims.`,
  todo: ["Send to a wallet, or to a contract that implements ERC1155Receiver."],
})) {}

/** The sender cannot send. */
export class ClaimSenderError extends contractError("ERC1155InvalidSender", ({ sender }) => ({
  short: `Claims cannot be sent from ${sender}.`,
  todo: ["Send from the address that holds them."],
})) {}

/** The operator is not approved. */
export class ClaimNotApprovedError extends contractError("ERC1155MissingApprovalForAll", (args) => ({
  short: `${args.operator} may not move the claims of ${args.owner}.`,
  todo: ["Let the owner call setApprovalForAll on the claims contract, or send from the owner."],
})) {}

/** A number does not fit the text that the claims' metadata shows it in. */
export class HexLengthError extends contractError("StringsInsufficientHexLength", (args) => ({
  short: `${args.value} does not fit ${args.length} bytes of hex.`,
  todo: ["The claim's metadata cannot be shown: check that the id is product << 32 | hour."],
})) {}
