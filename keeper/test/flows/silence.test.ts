import { getAssignments, getRoot, getSettledReading, isSettled, settlementAbi } from "@clearhour/sdk";
import type { Assignment } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { freePort } from "../../../indexer/node/ports.ts";
import { closeServers } from "../../../local/demo/proxies.ts";
import { HOUR } from "../../../sdk/test/support/listing.ts";
import { type DeliveryStage, FIRST, openDeliveryStage, type Part } from "../support/delivery.ts";
import { scratch } from "../support/files.ts";
import { lyingOracle } from "../support/liars.ts";
import { nodeKey } from "../support/node.ts";
import { until } from "../support/stage.ts";

/** Chain seconds in a second of the test: an hour takes 12 s. */
const RATE = 300;
/** The same while there is something to be done before the gate closes. */
const SLOWLY = 100;
const ROOT_DUE = 1_800;
const LOTS = 4;
const HONEST = FIRST.slice(0, 2);
const LIARS = FIRST.slice(2);

describe("an hour with two lying oracles of four", function () {
  this.timeout(120_000);
  const files = scratch();
  let stage: DeliveryStage;
  let honest: Part[] = [];
  let series: bigint;
  let hour: number;
  let assignment: Assignment;

  before(async () => {
    stage = await openDeliveryStage(files);
    const { deployment } = stage;
    const market = await stage.openCpuMarket();
    const [holder, seller] = [await stage.openTrader(8), await stage.openTrader(5)];
    honest = HONEST.map((index) => stage.oracle(index));
    for (const index of LIARS) {
      const port = Number(new URL(stage.urlOf(index)).port);
      const liar = privateKeyToAccount(nodeKey(index));
      await lyingOracle(port, liar, stage.domain, () => (assignment ? [assignment] : []), HOUR);
    }
    const agent = stage.provider(5, await freePort(), 16);
    const meter = privateKeyToAccount(nodeKey(16)).address;
    await seller.enrolAt(`${agent.url}#meter=${meter}`, [market.product]);

    hour = await stage.sellHour(market, seller, holder, LOTS);
    series = market.series(hour);
    for (const { process } of [agent, ...honest]) await process.line(({ msg }) => msg === "serving");
    const clock = await stage.startClock(SLOWLY);
    await until(async () => {
      const found = await getAssignments(stage.client, { deployment, series }).catch(() => undefined);
      return found?.pairs.length === 1;
    });
    assignment = { product: market.product, hour, commitment: 0, nomination: 0 };
    clock.setRate(RATE);
    await clock.until((hour + 1) * HOUR + ROOT_DUE + 1);
  });

  after(async () => {
    closeServers();
    await stage?.close();
  });

  it("has no root, although the honest ones have said what they saw, and heard the liars", async () => {
    for (const { process } of honest) {
      await process.line(({ hour: of, msg }) => msg === "testified" && of === hour);
      expect(await process.metric("clearhour_attest_invalid_total")).to.be.greaterThan(0);
    }
    expect(await getRoot(stage.client, { deployment: stage.deployment, series })).to.equal(undefined);
  });

  it("ends without a penalty: upkeep gives the holder back what the lots were sold for", async () => {
    const { client, deployment } = stage;
    const { commitment, nomination } = assignment;
    await until(() => isSettled(client, { deployment, series, commitment, nomination }));
    expect(await getSettledReading(client, { deployment, assignment })).to.equal(undefined);
    const [settled] = await client.getContractEvents({
      abi: settlementAbi,
      address: deployment.settlement,
      eventName: "RootlessSettled",
      args: { series },
      fromBlock: deployment.block,
      strict: true,
    });
    // 4 lots at 200 ticks of a cent.
    expect(settled?.args).to.include({ lots: LOTS, paid: 8_000_000n });
  });
});
