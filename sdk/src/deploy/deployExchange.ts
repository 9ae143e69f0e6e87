import {
  type Abi,
  type Account,
  type Address,
  encodeDeployData,
  getContractAddress,
  type Hex,
  isAddressEqual,
  zeroAddress,
} from "viem";
import { getChainId, getTransactionCount, sendTransaction } from "viem/actions";
import type { ClearhourClient } from "../actions/internal/types.ts";
import { signerOf } from "../actions/internal/write.ts";
import { confirmTransaction } from "../actions/transactions/confirmTransaction.ts";
import * as bytecode from "../bytecode/index.ts";
import { type Deployment, ROOMS } from "../deployment/types.ts";
import { AddressPredictionError } from "../errors/chain.ts";
import { toClearhourError } from "../errors/translate.ts";
import * as abis from "../generated/index.ts";

export type DeployExchangeParameters = {
  /** Who deploys; the client's account by default. It gets no rights. */
  readonly account?: Account | Address | undefined;
  /** The quote token: an ERC-20 with 6 to 18 decimals. Without one, a mock that anyone may mint is deployed: local use only. */
  readonly token?: Address | undefined;
  /** Other creation codes than the built ones, with the same constructors: for tests of changed rooms. */
  readonly bytecodes?: Bytecodes | undefined;
};

type Bytecodes = Partial<Record<Exclude<keyof Rooms, "token">, Hex>>;

type Rooms = Omit<Deployment, "chainId" | "block">;

type Creation = { readonly room: keyof Rooms; readonly data: Hex };

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

    const deploy = async ({ room, data }: Creation) => {
      const predicted = getContractAddress({ from: address, nonce: BigInt(nonce) });
      const hash = await sendTransaction(client, {
        account: signer,
        chain: client.chain ?? null,
        data,
        nonce: nonce++,
      });
      const receipt = await confirmTransaction(client, { hash });
      const actual = receipt.contractAddress ?? zeroAddress;
      if (!isAddressEqual(actual, predicted)) throw new AddressPredictionError(room, predicted, actual);
      return { address: predicted, block: receipt.blockNumber };
    };

    const token = parameters.token ?? (await deploy({ room: "token", data: bytecode.mockUSDCBytecode })).address;
    const rooms = { token, ...predict(address, nonce) };
    let block: bigint | undefined;
    for (const creation of creations(rooms, parameters.bytecodes)) {
      const deployed = await deploy(creation);
      block ??= deployed.block;
    }
    return { chainId, block: block ?? 0n, ...rooms };
  } catch (error) {
    throw toClearhourError(error);
  }
}

/** Where rooms will be that an account deploys from a nonce on. */
function predict(from: Address, nonce: number): Omit<Rooms, "token"> {
  const places = ROOMS.map((room, i) => [room, getContractAddress({ from, nonce: BigInt(nonce + i) })]);
  return Object.fromEntries(places) as Omit<Rooms, "token">;
}

function creations(rooms: Rooms, changed: Bytecodes = {}): Creation[] {
  const { token, ledger, products, providers, margin, auction, blocks, verifier, contest, relay } = rooms;
  const { prices, meter, claims, delivery, settlement } = rooms;
  const named = { providers, margin, meter, auction, blocks, contest, claims, delivery };
  const trading = { ledger, products, providers, margin, blocks, contest, relay };
  const core = [ledger, products, providers, margin];
  const built: Record<(typeof ROOMS)[number], readonly [Abi, Hex, readonly unknown[]]> = {
    ledger: [abis.ledgerAbi, bytecode.ledgerBytecode, [token, named]],
    products: [abis.productsAbi, bytecode.productsBytecode, []],
    providers: [abis.providersAbi, bytecode.providersBytecode, [ledger, products, margin, delivery]],
    margin: [abis.marginAbi, bytecode.marginBytecode, [ledger, products, providers, auction, blocks, delivery]],
    auction: [abis.auctionAbi, bytecode.auctionBytecode, [trading]],
    blocks: [abis.blocksAbi, bytecode.blocksBytecode, [{ ledger, products, margin, auction, contest, relay }]],
    verifier: [abis.verifierAbi, bytecode.verifierBytecode, [products, auction, blocks]],
    contest: [abis.contestAbi, bytecode.contestBytecode, [ledger, products, auction, blocks, verifier]],
    relay: [abis.relayAbi, bytecode.relayBytecode, [auction, blocks]],
    prices: [abis.pricesAbi, bytecode.pricesBytecode, [auction, products]],
    meter: [abis.meterAbi, bytecode.meterBytecode, [ledger, products, settlement]],
    claims: [abis.claimsAbi, bytecode.claimsBytecode, [ledger, products]],
    delivery: [abis.deliveryAbi, bytecode.deliveryBytecode, [...core, auction, prices, settlement]],
    settlement: [abis.settlementAbi, bytecode.settlementBytecode, [ledger, products, providers, meter, delivery]],
    auctionLens: [abis.auctionLensAbi, bytecode.auctionLensBytecode, [auction, products]],
  };
  return ROOMS.map((room) => {
    const [abi, code, args] = built[room];
    return { room, data: encodeDeployData({ abi, bytecode: changed[room] ?? code, args }) };
  });
}
