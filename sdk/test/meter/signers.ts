import { type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Assignment } from "../../src/meter/index.ts";

const account = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));

export const [meter, nominee, oracle, stranger] = [account(1), account(2), account(3), account(4)] as const;
export const domain = { chainId: 31337, verifyingContract: "0x5fbdb2315678afecb367f032d93f642f64180aa3" } as const;
export const assignment: Assignment = { product: 1, hour: 490_000, commitment: 2, nomination: 3 };
export const MINUTE = 60_000;
/** The instant after which the assignment's hour begins, in ms. */
export const START = assignment.hour * 60 * MINUTE;
/** Hash of some output. */
export const OUTPUT: Hex = `0x${"ab".repeat(32)}`;
