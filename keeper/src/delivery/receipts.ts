/** Receipts that a nominee signed for an assignment: each once, and no more than there can be. */
import { type MeterDomain, type Receipt, verifyReceipt } from "@clearhour/sdk/meter";
import type { SlotFacts } from "./facts.ts";
import type { JsonLines } from "./files.ts";

/** A receipt of a known assignment. */
export type SlotReceipt = Omit<Receipt, "assignment">;

export type ReceiptTools = {
  readonly domain: MeterDomain;
  readonly slot: SlotFacts;
  readonly file: JsonLines<SlotReceipt>;
  readonly most: number;
};

export class Receipts {
  readonly #tools: ReceiptTools;
  /** By what they say: of a signature there are several spellings. */
  readonly #known: Map<string, SlotReceipt>;

  constructor(tools: ReceiptTools) {
    this.#tools = tools;
    this.#known = new Map(tools.file.read().map((receipt) => [nameOf(receipt), receipt]));
  }

  all(): SlotReceipt[] {
    return [...this.#known.values()];
  }

  /**
   * Keeps a receipt.
   *
   * @returns Whether it is kept, be it since before: not where there are too many.
   * @throws {MeterSignatureError} when the nominee has not signed it.
   */
  async add({ from, outputHash, signature, to }: SlotReceipt): Promise<boolean> {
    const { domain, file, most, slot } = this.#tools;
    const { assignment, nominee } = slot;
    const receipt = { from, to, outputHash, signature };
    const name = nameOf(receipt);
    if (this.#known.has(name) || this.#known.size >= most) return this.#known.has(name);
    await verifyReceipt(domain, nominee, { ...receipt, assignment });
    // Others may have come meanwhile.
    if (this.#known.has(name) || this.#known.size >= most) return this.#known.has(name);
    file.add(receipt);
    this.#known.set(name, receipt);
    return true;
  }

  /** Whether it is one of those that are kept, signature and all. */
  has(receipt: SlotReceipt): boolean {
    return this.#known.get(nameOf(receipt))?.signature === receipt.signature;
  }
}

function nameOf({ from, outputHash, to }: SlotReceipt): string {
  return `${from}/${to}/${outputHash.toLowerCase()}`;
}
