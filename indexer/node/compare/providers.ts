import { providersAbi } from "@clearhour/sdk";
import { numberGraphId } from "@clearhour/sdk/graph";
import { concat, type Hex } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section } from "./source.ts";

/** Every provider's number, stake and delivery record. */
export const providers: Section = {
  name: "providers",
  async chain(source) {
    const enrolled = await events(source, "providers", providersAbi, "ProviderEnrolled");
    const rows = await each(enrolled, async ({ args: { account } }) => {
      const call = { abi: providersAbi, address: source.deployment.providers, args: [account], ...at(source) } as const;
      const number = await readContract(source.client, { ...call, functionName: "providerId" });
      const stake = await readContract(source.client, { ...call, functionName: "stakeOf" });
      const record = await readContract(source.client, { ...call, functionName: "recordOf" });
      const [staked, , unbonding, releaseTime] = stake;
      const [delivered, short, uncommitted] = record;
      const values = { number, stake: staked, unbonding, releaseTime, delivered, short, uncommitted };
      return [account.toLowerCase(), row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "number stake unbonding releaseTime delivered short uncommitted";
    const found = await entities<{
      id: Hex;
      number: number;
      stake: string;
      unbonding: string;
      releaseTime: string;
      delivered: string;
      short: string;
      uncommitted: string;
    }>(source, "providers", fields);
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** Every registered capacity: at once, before it changes, and from then on. */
export const capacities: Section = {
  name: "capacities",
  async chain(source) {
    const registered = await events(source, "providers", providersAbi, "CapacityRegistered");
    const latest = new Map(
      registered.map(({ args }) => [concat([args.account, numberGraphId(args.product)]).toLowerCase(), args]),
    );
    const rows = await each(latest, async ([id, { account, product, fromHour }]) => {
      const capacityAt = (hour: number) =>
        readContract(source.client, {
          abi: providersAbi,
          address: source.deployment.providers,
          functionName: "capacityOf",
          args: [account, product, hour],
          ...at(source),
        });
      const values = { fromHour, before: await capacityAt(fromHour - 1), lots: await capacityAt(fromHour) };
      return [id, row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; fromHour: number; lotsBefore: number; lots: number }>(
      source,
      "capacities",
      "fromHour lotsBefore lots",
    );
    return new Map(
      found.map(({ id, fromHour, lotsBefore, lots }) => [id, row({ fromHour, before: lotsBefore, lots })]),
    );
  },
};
