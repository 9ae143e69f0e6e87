import { getSlot } from "@clearhour/sdk";
import { EndpointClient } from "@clearhour/sdk/access";
import { type Assignment, read } from "@clearhour/sdk/meter";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatShare } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";

interface Properties {
  readonly assignment: Assignment;
  /** Of the delivery, unix seconds. */
  readonly start: bigint;
  readonly end: bigint;
}

/** What a provider's own samples show of an hour so far. */
export function LiveMeter({ assignment, start, end }: Properties) {
  const { client, deployment } = useExchange();
  const { now } = useChainTime();
  const key = Object.values(assignment);
  const slot = useFresh({
    key: ["slot", ...key],
    read: () => getSlot(client, { deployment, assignment }),
    every: 60_000,
  });
  const url = slot.data?.endpoint?.url;
  const [from, to] = [Number(start) * 1000, Number(now < end ? now : end) * 1000];
  const meter = useFresh({
    key: ["meter", ...key, url],
    read: async () => {
      const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
      const provider = new EndpointClient({ url: url ?? "", domain, now: () => to }, assignment);
      const [samples, receipts] = await Promise.all([provider.samples(), provider.receipts()]);
      const pages = samples.map(({ at, body }) => ({ name: `sample of ${at}`, text: body, at }));
      return { receipts: receipts.length, report: read(pages, { from, to, skipMalformed: true }) };
    },
    every: 2_000,
    enabled: url !== undefined && to > from,
  });
  if (slot.error !== null) return <Failure title="The assignment cannot be read" error={slot.error} />;
  if (slot.data !== undefined && url === undefined) {
    return <p className="hint bad">The provider registered no address that can be asked.</p>;
  }
  if (meter.data === undefined) {
    if (meter.error === null) return <Loading what="the meter" />;
    return (
      <Failure title="The provider shows no meter" error={meter.error} {...(url !== undefined && { detail: url })} />
    );
  }
  const { receipts, report } = meter.data;
  return (
    <>
      <dl className="figures">
        <div>
          <dt>Running, of the hour so far</dt>
          <dd>{formatShare(report.deliveredPpm)}</dd>
        </div>
        <div>
          <dt>Power, energy</dt>
          <dd>{report.meanW === null ? "not measured" : `${report.meanW} W, ${report.energyWh} Wh`}</dd>
        </div>
        <div>
          <dt>Samples, receipts</dt>
          <dd>
            {report.samples}, {receipts}
          </dd>
        </div>
      </dl>
      {report.synthetic && <span className="tag warn">synthetic: no hardware was measured</span>}
      <p className="hint">By the provider's own samples alone. What counts is the reading that the oracles sign.</p>
    </>
  );
}
