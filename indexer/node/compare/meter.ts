import { meterAbi } from "@clearhour/sdk";
import { numberGraphId, wordGraphId } from "@clearhour/sdk/graph";
import { concat, type Hex } from "viem";
import { readContract } from "viem/actions";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

/** `DisputeState` of contracts/interfaces/IMeter.sol. */
const STATES = ["none", "open", "decided", "silent"];

const call = (source: Source) => ({ abi: meterAbi, address: source.deployment.meter, ...at(source) }) as const;

/** Every meter root. */
export const roots: Section = {
  name: "roots",
  async chain(source) {
    const posted = await events(source, "meter", meterAbi, "RootPosted");
    const rows = await each(posted, async ({ args: { series } }) => {
      const found = { ...call(source), args: [series] } as const;
      const [root, postedAt] = await readContract(source.client, { ...found, functionName: "rootOf" });
      const count = await readContract(source.client, { ...found, functionName: "countOf" });
      return [wordGraphId(series), row({ root, postedAt, count })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; root: Hex; postedAt: string; count: string }>(
      source,
      "meterRoots",
      "root postedAt count",
    );
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** Every dispute. */
export const disputes: Section = {
  name: "disputes",
  async chain(source) {
    const count = await readContract(source.client, { ...call(source), functionName: "disputeCount" });
    const numbers = Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
    const rows = await each(numbers, async (number) => {
      const found = await readContract(source.client, {
        ...call(source),
        functionName: "disputeById",
        args: [number],
      });
      const { series, commitment, nomination, deadline, state, party, other, bond, leaf } = found;
      const assignment = concat([wordGraphId(series), numberGraphId(commitment), numberGraphId(nomination)]);
      const values = { assignment, deadline, state: STATES[state], party, other, bond, leaf };
      return [wordGraphId(number), row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "assignment { id } deadline state party { id } other { id } bond leaf";
    const found = await entities<{
      id: Hex;
      assignment: { id: Hex };
      deadline: string;
      state: string;
      party: { id: Hex };
      other: { id: Hex };
      bond: string;
      leaf: Hex;
    }>(source, "disputes", fields);
    return new Map(
      found.map(({ id, assignment, party, other, ...values }) => [
        id,
        row({ ...values, assignment: assignment.id, party: party.id, other: other.id }),
      ]),
    );
  },
};

/** Every oracle's bond. */
export const bonds: Section = {
  name: "bonds",
  async chain(source) {
    const bonded = await events(source, "meter", meterAbi, "OracleBonded");
    const pairs = new Map(
      bonded.map(({ args }) => [concat([args.oracle, numberGraphId(args.product)]).toLowerCase(), args]),
    );
    const rows = await each(pairs, async ([id, { oracle, product }]) => {
      const [total, unbonding, releaseTime] = await readContract(source.client, {
        ...call(source),
        functionName: "bondOf",
        args: [oracle, product],
      });
      return [id, row({ bonded: total, unbonding, releaseTime })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const found = await entities<{ id: Hex; bonded: string; unbonding: string; releaseTime: string }>(
      source,
      "oracleBonds",
      "bonded unbonding releaseTime",
    );
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};
