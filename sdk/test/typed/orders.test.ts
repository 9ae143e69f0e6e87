import { readFileSync } from "node:fs";
import { expect } from "chai";
import { TypedDataEncoder, verifyTypedData, Wallet } from "ethers";
import { type Address, type Hex, hashTypedData, recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type BlockInput, BlockKind } from "../../src/blocks/index.ts";
import { InvalidLotsError, OrderKind, OutOfRangeError, WrongLeastError } from "../../src/index.ts";
import {
  blockOrderTypedData,
  type HourlyOrderInput,
  hourlyOrderTypedData,
  ORDER_TYPES,
  orderDomain,
} from "../../src/typed/index.ts";

type Message = {
  readonly account: Hex;
  readonly deadline: string;
};
type HourlyMessage = Message & {
  readonly auction: string;
  readonly series: string;
  readonly slot: number;
  readonly kind: number;
  readonly price: number;
  readonly lots: number;
};
type BlockMessage = Message & {
  readonly order: Omit<HourlyMessage, keyof Message> & {
    readonly periods: number;
    readonly least: number;
    readonly maxFee: string;
    readonly profile: readonly number[];
  };
};
type Vector = {
  readonly name: string;
  readonly digest: Hex;
  readonly privateKey: Hex;
  readonly signer: Address;
  readonly signature: Hex;
  readonly compactSignature: Hex;
} & (
  | { readonly primaryType: "HourlyOrder"; readonly message: HourlyMessage }
  | { readonly primaryType: "BlockOrder"; readonly message: BlockMessage }
);

const file = new URL("../../../test/vectors/signed-orders.json", import.meta.url);
const { domain, types, vectors } = JSON.parse(readFileSync(file, "utf8")) as {
  readonly domain: ReturnType<typeof orderDomain>;
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly vectors: readonly Vector[];
};
const deployment = { chainId: domain.chainId, relay: domain.verifyingContract };

const SIDES = { [OrderKind.Buy]: "buy", [OrderKind.Sell]: "sell", [OrderKind.Write]: "write" } as const;
const FORMS = {
  [BlockKind.StripBuy]: { form: "strip", side: "buy" },
  [BlockKind.BlockSell]: { form: "block", side: "sell" },
  [BlockKind.BlockWrite]: { form: "block", side: "write" },
} as const;

/** What the SDK makes of the order that a vector's message tells. */
function typedDataOf(vector: Vector) {
  const { account: accountId, deadline } = vector.message;
  const signable = { accountId, deadline: BigInt(deadline) };
  if (vector.primaryType === "HourlyOrder") {
    const { auction, kind, lots, price: ticks, series, slot } = vector.message;
    const ids = { auction: BigInt(auction), series: BigInt(series) };
    return hourlyOrderTypedData(deployment, { ...signable, ...ids, slot, lots, ticks, side: SIDES[kind as 1 | 2 | 3] });
  }
  const { auction, kind, least, lots, maxFee, periods, price: ticks, profile, series, slot } = vector.message.order;
  const ids = { auction: BigInt(auction), series: BigInt(series), maxFee: BigInt(maxFee) };
  const form = FORMS[kind as keyof typeof FORMS];
  const own = form.form === "block" ? { least, ...(profile.length > 0 && { profile }) } : {};
  const order = { ...ids, ...form, ...own, periods, slot, lots } as BlockInput;
  return blockOrderTypedData(deployment, { ...order, ...signable, ticks });
}

describe("signed orders: test/vectors/signed-orders.json", () => {
  it("has the domain and the types that the SDK signs", () => {
    expect(orderDomain(deployment)).to.deep.equal(domain);
    expect(ORDER_TYPES).to.deep.equal(types);
    expect(vectors.map(({ name }) => name)).to.deep.equal(["hourly", "strip", "block", "profile"]);
  });

  for (const vector of vectors) {
    const { digest, message, name, primaryType, privateKey, signature, signer } = vector;

    it(`${name}: the SDK's typed data is the vector's`, async () => {
      const data = typedDataOf(vector);
      expect(JSON.parse(JSON.stringify(data.message, text))).to.deep.equal(message);
      expect(hashTypedData(data as never)).to.equal(digest);
      const account = privateKeyToAccount(privateKey);
      expect(await account.signTypedData(data as never)).to.equal(signature);
      expect(account.address).to.equal(signer);
    });

    it(`${name}: viem hashes the vector and recovers its signer`, async () => {
      const data = { domain, types, primaryType, message } as never;
      expect(hashTypedData(data)).to.equal(digest);
      expect(await recoverTypedDataAddress({ ...(data as object), signature } as never)).to.equal(signer);
    });

    it(`${name}: ethers hashes the SDK's typed data, signs it and recovers its signer`, async () => {
      const data = typedDataOf(vector);
      const own = data.types as unknown as Record<string, { name: string; type: string }[]>;
      expect(TypedDataEncoder.hash(data.domain, own, data.message)).to.equal(digest);
      expect(await new Wallet(privateKey).signTypedData(data.domain, own, data.message)).to.equal(signature);
      expect(verifyTypedData(data.domain, own, data.message, signature)).to.equal(signer);
    });
  }

  it("refuses to make typed data of what no contract takes", () => {
    const [hourly] = vectors;
    if (hourly?.primaryType !== "HourlyOrder") throw new Error("the first vector is hourly");
    const order: HourlyOrderInput = {
      ...{ accountId: hourly.message.account, auction: 1n, series: 1n, slot: 0, side: "buy", lots: 1, ticks: 1 },
      deadline: 1n,
    };
    const attempt = (changes: Partial<HourlyOrderInput>) => () =>
      hourlyOrderTypedData(deployment, { ...order, ...changes });
    expect(attempt({})).not.to.throw();
    expect(attempt({ lots: 0 })).to.throw(InvalidLotsError);
    expect(attempt({ deadline: 2n ** 64n })).to.throw(OutOfRangeError);
    expect(attempt({ slot: -1 })).to.throw(OutOfRangeError);
    const block = { ...order, form: "block", periods: 3, least: 2, maxFee: 0n } as const;
    expect(() => blockOrderTypedData(deployment, block)).to.throw(WrongLeastError);
    expect(() => blockOrderTypedData(deployment, { ...block, least: 1, deadline: -1n })).to.throw(OutOfRangeError);
  });
});

function text(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}
