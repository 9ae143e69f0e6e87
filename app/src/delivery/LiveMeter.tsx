import type { GetSlotReturnType } from "@clearhour/sdk";
import { getHourRules, type HourSoFar, HourWatch } from "@clearhour/sdk/access";
import { type Reading, SYNTHETIC_EXTENSION } from "@clearhour/sdk/meter";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { chainTimeIn, useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatShare } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { EndpointNotice } from "./EndpointNotice.tsx";
import { endpointWords } from "./endpointWords.ts";

const PPM = 1_000_000;
const EVERY_MS = 2_000;
/** At most so many looks in an hour of the chain. */
const LOOKS = 240n;
const TIMEOUT_MS = 5_000;

interface Properties {
  readonly slot: GetSlotReturnType;
  readonly endpoint: string;
  /** Of the delivery, unix seconds. */
  readonly start: bigint;
  readonly end: bigint;
}

/** What would be read of an hour if it ended now. */
export function LiveMeter({ slot, endpoint, start, end }: Properties) {
  const { client, config, deployment } = useExchange();
  const { now } = useChainTime();
  const { assignment, lots, meterKey, nominee } = slot;
  const { product } = assignment;
  const rules = useQuery({
    queryKey: ["hourRules", product],
    queryFn: () => getHourRules(client, { deployment, product }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const key = Object.values(assignment);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is gathered stays while it is the same assignment
  const watch = useMemo(() => {
    if (rules.data === undefined) return undefined;
    return new HourWatch({
      ...{ assignment, lots, endpoint, meterKey, nominee, oracles: config.oracles, timeoutMs: TIMEOUT_MS },
      members: rules.data.first?.members ?? [],
      terms: rules.data.terms,
      domain: { chainId: deployment.chainId, verifyingContract: deployment.meter },
    });
  }, [rules.data, key.join("/"), endpoint]);
  const queries = useQueryClient();
  const last = useRef<{ readonly watch: HourWatch; readonly at: bigint; readonly seen: HourSoFar }>(undefined);
  const meter = useFresh({
    key: ["meter", ...key, endpoint],
    read: async () => {
      const at = chainTimeIn(queries) ?? 0n;
      if (watch === undefined) return null;
      // Evidence comes by the chain's clock: it is not asked for more often than it can be there.
      if (last.current?.watch !== watch || at - last.current.at >= (end - start) / LOOKS) {
        last.current = { watch, at, seen: await watch.look() };
      }
      return last.current.seen;
    },
    every: EVERY_MS,
    enabled: watch !== undefined,
  });
  if (rules.error !== null) return <Failure title="The product's rules cannot be read" error={rules.error} />;
  if (meter.data === undefined || meter.data === null) {
    if (meter.error === null) return <Loading what="the meter" />;
    return <NoMeter error={meter.error} endpoint={endpoint} over={now >= end} />;
  }
  const { challenges, meanMilliwatts, reading, receipts, rejected, runningMs, samples, silent } = meter.data;
  const length = Number(end - start);
  const passed = Math.min(Math.max(Number(now - start), 0), length);
  const elapsedPpm = Math.floor((passed * PPM) / length);
  const runningPpm = Math.floor((runningMs * 1_000) / length);
  return (
    <div className="live">
      {meter.error !== null && <NoMeter error={meter.error} endpoint={endpoint} over={now >= end} />}
      <Track delivered={reading.deliveredPpm} running={runningPpm} elapsed={elapsedPpm} />
      <dl className="figures">
        <Figure name="Delivered, with proof" value={percent(reading.deliveredPpm)} />
        <Figure name="Hour passed" value={elapsedPpm === 0 ? "–" : percent(elapsedPpm)} />
        <Figure name="Samples" value={String(samples)} />
        <Figure name="Receipts" value={String(receipts)} />
        <Figure
          name="Challenges answered"
          value={
            config.oracles.length === 0
              ? "unknown"
              : `${challenges.answered} of ${challenges.answered + challenges.failed}`
          }
        />
        <Figure name="Power, energy" value={energyInWords(meanMilliwatts, reading)} />
      </dl>
      <p className="hint">
        {reading.extension === SYNTHETIC_EXTENSION && (
          <span className="tag warn">synthetic: no hardware was measured</span>
        )}{" "}
        Read as the oracles will: time counts where the provider's samples show the job at work, and your receipts or
        the oracles' challenges vouch for it.
        {silent.length > 0 && ` ${silent.length} of ${config.oracles.length} oracles do not answer.`}
        {rejected > 0 && ` ${rejected} pieces of evidence are signed by nobody who may, and do not count.`}
      </p>
    </div>
  );
}

/** The hour as a bar: what is delivered with proof, what the samples alone show, how much has passed. */
function Track(share: { readonly delivered: number; readonly running: number; readonly elapsed: number }) {
  const { delivered, elapsed, running } = share;
  const width = (ppm: number) => ({ width: `${ppm / 10_000}%` });
  const words = `${percent(delivered)} of the hour delivered with proof, ${percent(elapsed)} of it passed`;
  return (
    <>
      <div className="track" role="img" aria-label={words}>
        <i className="elapsed" style={width(elapsed)} />
        <i className="running" style={width(Math.min(running, elapsed))} />
        <i className="delivered" style={width(delivered)} />
      </div>
      <ul className="key" aria-hidden="true">
        <li className="delivered">proven</li>
        <li className="running">by the provider's samples only</li>
        <li className="elapsed">passed without proof</li>
      </ul>
    </>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function NoMeter(properties: { readonly error: unknown; readonly endpoint: string; readonly over: boolean }) {
  const { endpoint, error, over } = properties;
  const words = endpointWords(error, over ? "after" : "during");
  if (words === undefined) return <Failure title="The provider shows no meter" error={error} detail={endpoint} />;
  return <EndpointNotice words={words} endpoint={endpoint} />;
}

/** To a tenth of a percent, rounded down. */
function percent(ppm: number): string {
  return formatShare(Math.floor(ppm / 1_000) * 1_000);
}

function energyInWords(meanMilliwatts: bigint | undefined, { energyWh }: Reading): string {
  if (meanMilliwatts === undefined) return "not measured";
  return `${Math.round(Number(meanMilliwatts) / 1_000)} W, ${energyWh} Wh`;
}
