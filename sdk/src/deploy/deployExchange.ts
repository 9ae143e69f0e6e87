import {
  type Abi,
  type Account,
  type Address,
  encodeDeployData,
  getContractAddress,
  type Hex,
  zeroAddress,
} from "viem";
import { getChainId, getTransactionCount, sendTransaction, waitForTransactionReceipt } from "viem/actions";
import type { ClearhourClient } from "../actions/internal/types.ts";
import { signerOf } from "../actions/internal/write.ts";
import * as bytecode from "../bytecode/index.ts";
import type { Deployment } from "../deployment/types.ts";
import { AddressPredictionError, TransactionRevertedError } from "../errors/chain.ts";
import { toClearhourError } from "../errors/translate.ts";
import * as abis from "../generated/index.ts";

export type DeployExchangeParameters = {
  /** Who deploys; the client's account by default. It gets no rights. */
  readonly account?: Account | Address | undefined;
  /** The quote token: an ERC-20 with 6 to 18 decimals. Without one, a mock that anyone may mint is deployed: local use only. */
  readonly token?: Address | undefined;
};

type Room = { readonly name: string; readonly data: Hex };

/**
 * Deploys an exchange. The rooms name each other at construction, so their addresses are predicted from the
 * account's nonce and every prediction is checked.
 *
 * @param client Has an account that sends nothing else meanwhile.
 * @returns Where the exchange is.
 * @throws {AddressPredictionError} when the account sent another transaction meanwhile.
 *
 * @example
 * const client = createWalletClient({ account, chain: hardhat, transport: http() });
 * const deployment = await deployExchange(client);
 */
export async function deployExchange(
  client: ClearhourClient,
  parameters: DeployExchangeParameters = {},
): Promise<Deployment> {
  try {
    const signer = signerOf(client, parameters.account);
    const address = typeof signer === "string" ? signer : signer.address;
    const chainId = await getChainId(client);
    let nonce = await getTransactionCount(client, { address, blockTag: "pending" });

    const deploy = async ({ name, data }: Room) => {
      const predicted = getContractAddress({ from: address, nonce: BigInt(nonce) });
      const hash = await sendTransaction(client, {
        account: signer,
        chain: client.chain ?? null,
        data,
        nonce: nonce++,
      });
      const receipt = await waitForTransactionReceipt(client, { hash });
      if (receipt.status === "reverted") throw new TransactionRevertedError(hash);
      const actual = receipt.contractAddress ?? zeroAddress;
      if (actual.toLowerCase() !== predicted.toLowerCase()) throw new AddressPredictionError(name, predicted, actual);
      return { address: predicted, block: receipt.blockNumber };
    };

    const mock = { name: "MockUSDC", data: bytecode.mockUSDCBytecode };
    const token = parameters.token ?? (await deploy(mock)).address;
    const at = (offset: number) => getContractAddress({ from: address, nonce: BigInt(nonce + offset) });
    const rooms = {
      token,
      ledger: at(0),
      products: at(1),
      providers: at(2),
      margin: at(3),
      auction: at(4),
      auctionLens: at(5),
    };
    let block: bigint | undefined;
    for (const room of creations(rooms)) {
      const deployed = await deploy(room);
      block ??= deployed.block;
    }
    return { chainId, block: block ?? 0n, ...rooms };
  } catch (error) {
    throw toClearhourError(error);
  }
}

/** The rooms in the order of their addresses. */
function creations(rooms: Omit<Deployment, "chainId" | "block">): Room[] {
  const { token, ledger, products, providers, margin, auction } = rooms;
  // Rooms that do not exist yet: nobody can call from the zero address.
  const [meter, claims, delivery] = [zeroAddress, zeroAddress, zeroAddress];
  const named = { providers, margin, meter, auction, claims, delivery };
  return [
    creation("Ledger", abis.ledgerAbi, bytecode.ledgerBytecode, [token, named]),
    creation("Products", abis.productsAbi, bytecode.productsBytecode, []),
    creation("Providers", abis.providersAbi, bytecode.providersBytecode, [ledger, products, margin, delivery]),
    creation("Margin", abis.marginAbi, bytecode.marginBytecode, [ledger, products, providers, auction, delivery]),
    creation("Auction", abis.auctionAbi, bytecode.auctionBytecode, [ledger, products, providers, margin]),
    creation("AuctionLens", abis.auctionLensAbi, bytecode.auctionLensBytecode, [auction, products]),
  ];
}

function creation(name: string, abi: Abi, code: Hex, args: readonly unknown[]): Room {
  return { name, data: encodeDeployData({ abi, bytecode: code, args }) };
}
