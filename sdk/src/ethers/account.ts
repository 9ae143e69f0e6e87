import type { Signer, TransactionLike, TypedDataField } from "ethers";
import type { Account, Address, Hex, TransactionSerializable } from "viem";
import { toAccount } from "viem/accounts";
import { UnsupportedEthersError } from "../errors/ethers.ts";

/**
 * The viem account that signs through an ethers signer: an address where the node or wallet holds the key, a local
 * account where the signer does.
 */
export async function accountOf(signer: Signer): Promise<Account> {
  const address = (await signer.getAddress()) as Address;
  if ("sendUncheckedTransaction" in signer) return { address, type: "json-rpc" };
  return toAccount({
    address,
    signMessage: async ({ message }) => {
      const text = typeof message === "string" ? message : toBytes(message.raw);
      return await signed(signer.signMessage(text));
    },
    signTransaction: async (transaction) =>
      await signed(signer.signTransaction(toEthers(transaction as TransactionSerializable))),
    signTypedData: async ({ domain, types, message }) => {
      const { EIP712Domain: _, ...own } = types as Record<string, TypedDataField[]>;
      return await signed(signer.signTypedData((domain ?? {}) as never, own, message as never));
    },
  });
}

async function signed(signature: Promise<string>): Promise<Hex> {
  try {
    return (await signature) as Hex;
  } catch (error) {
    if ((error as { code?: unknown }).code !== "UNSUPPORTED_OPERATION") throw error;
    throw new UnsupportedEthersError("The signer cannot sign", { cause: error });
  }
}

const TYPES = { legacy: 0, eip2930: 1, eip1559: 2 } as const;

function toEthers(transaction: TransactionSerializable): TransactionLike {
  const { type = "eip1559", gas, data, to, accessList, chainId, nonce, value } = transaction;
  if (!(type in TYPES)) throw new UnsupportedEthersError(`Transactions of type ${type} are not supported`);
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = transaction;
  return {
    type: TYPES[type as keyof typeof TYPES],
    to: to ?? null,
    data: data ?? "0x",
    value: value ?? 0n,
    ...(chainId !== undefined && { chainId }),
    ...(nonce !== undefined && { nonce }),
    ...(gas !== undefined && { gasLimit: gas }),
    ...(gasPrice !== undefined && { gasPrice }),
    ...(maxFeePerGas !== undefined && { maxFeePerGas }),
    ...(maxPriorityFeePerGas !== undefined && { maxPriorityFeePerGas }),
    ...(accessList !== undefined && {
      accessList: accessList.map((entry) => ({ ...entry, storageKeys: [...entry.storageKeys] })),
    }),
  };
}

function toBytes(raw: Hex | Uint8Array): Uint8Array {
  if (typeof raw !== "string") return raw;
  return Uint8Array.from(raw.slice(2).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
