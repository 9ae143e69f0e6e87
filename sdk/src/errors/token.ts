/** Custom errors of the quote token and of the libraries that the contracts build on. */
import { contractError } from "./contract.ts";
import { time } from "./words.ts";

const RETRY_PERMIT = "Sign a new permit with depositWithPermit, or approve the ledger with approveToken and deposit.";

/** The owner holds fewer tokens than the transfer takes. */
export class TokenBalanceError extends contractError("ERC20InsufficientBalance", (args) => ({
  short: `${args.sender} holds ${args.balance} token units, ${args.needed} are needed.`,
  todo: ["Deposit less, or get more of the quote token first."],
})) {}

/** The spender is allowed fewer tokens than the transfer takes. */
export class TokenAllowanceError extends contractError("ERC20InsufficientAllowance", (args) => ({
  short: `${args.spender} may take ${args.allowance} token units, ${args.needed} are needed.`,
  todo: ["Approve the ledger first (approveToken), or deposit with a signature (depositWithPermit)."],
})) {}

/** The token refuses this sender. */
export class TokenSenderError extends contractError("ERC20InvalidSender", ({ sender }) => ({
  short: `The token refuses transfers from ${sender}.`,
  todo: ["Send from another address."],
})) {}

/** The token refuses this receiver. */
export class TokenReceiverError extends contractError("ERC20InvalidReceiver", ({ receiver }) => ({
  short: `The token refuses transfers to ${receiver}.`,
  todo: ["Withdraw to another address: the zero address cannot receive tokens."],
})) {}

/** The token refuses approvals by this address. */
export class TokenApproverError extends contractError("ERC20InvalidApprover", ({ approver }) => ({
  short: `The token refuses approvals by ${approver}.`,
  todo: ["Approve from another address."],
})) {}

/** The token refuses this spender. */
export class TokenSpenderError extends contractError("ERC20InvalidSpender", ({ spender }) => ({
  short: `The token refuses to let ${spender} spend.`,
  todo: ["Approve the exchange's ledger: approveToken does."],
})) {}

/** The token could not be moved and did not say why. */
export class TokenFailedError extends contractError("SafeERC20FailedOperation", ({ token }) => ({
  short: `The token ${token} refused to move.`,
  todo: ["Check balance, allowance and whether the token is paused or blocks one of the addresses."],
})) {}

/** The permit is past its deadline. */
export class PermitExpiredError extends contractError("ERC2612ExpiredSignature", ({ deadline }) => ({
  short: `The permit expired at ${time(deadline)}.`,
  todo: [RETRY_PERMIT],
})) {}

/** The permit is signed by somebody else. */
export class PermitSignerError extends contractError("ERC2612InvalidSigner", ({ signer, owner }) => ({
  short: `The permit of ${owner} is signed by ${signer}.`,
  todo: ["Sign with the owner's key, on the token's own chain, name and version.", RETRY_PERMIT],
})) {}

/** A nonce was used before. */
export class NonceUsedError extends contractError("InvalidAccountNonce", (args) => ({
  short: `The signature of ${args.account} does not use its present nonce ${args.currentNonce}.`,
  todo: ["The signature was used already or another one came first: sign again with the present nonce."],
})) {}

/** A signature is malformed. */
export class SignatureError extends contractError("ECDSAInvalidSignature", () => ({
  short: "The signature is invalid.",
  todo: ["Sign again: no address recovers from it."],
})) {}

/** A signature has the wrong length. */
export class SignatureLengthError extends contractError("ECDSAInvalidSignatureLength", ({ length }) => ({
  short: `The signature has ${length} bytes.`,
  todo: ["Give the 65 bytes r, s, v."],
})) {}

/** A signature is not in its canonical form. */
export class SignatureSError extends contractError("ECDSAInvalidSignatureS", () => ({
  short: "The signature has an s in the upper half of the range.",
  todo: ["Give the signature in its canonical form: replace s by n - s and flip v."],
})) {}

/** A text does not fit one word. */
export class StringTooLongError extends contractError("StringTooLong", ({ str }) => ({
  short: `The text "${str}" is longer than 31 bytes.`,
  todo: ["Shorten the name or version of the EIP-712 domain."],
})) {}

/** A short text is malformed. */
export class ShortStringError extends contractError("InvalidShortString", () => ({
  short: "A packed text of the contract is malformed.",
  todo: ["The token was deployed with a broken EIP-712 name or version: use another token."],
})) {}
