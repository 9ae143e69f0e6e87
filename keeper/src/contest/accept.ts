import {
  type Allocation,
  baselinePrices,
  type Contender,
  type ContestBook,
  contender,
  isBetter,
  verifyBaseline,
  verifySolution,
} from "@clearhour/sdk/contest";
import type { Candidate } from "./messages.ts";

/** Lets through what the verifier accepts and what is better than the baseline and everything let through before. */
export class Gate {
  readonly #book: ContestBook;
  #best: Contender;

  constructor(book: ContestBook) {
    this.#book = book;
    const prices = baselinePrices(book);
    const nothing = { prices, filled: book.records.map(() => 0) };
    this.#best = contender(nothing, verifyBaseline(book, prices));
  }

  /**
   * The allocation with what it comes to; `undefined` where it is no better.
   *
   * @throws {ContractError} when the verifier refuses it, as `verifySolution` says.
   */
  pass(allocation: Allocation): Candidate | undefined {
    const figures = verifySolution(this.#book, allocation);
    const own = contender(allocation, figures);
    if (!isBetter(this.#book, own, this.#best)) return undefined;
    this.#best = own;
    return { allocation, figures };
  }
}
