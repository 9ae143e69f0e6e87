import { type GetSlotReturnType, getSpec } from "@clearhour/sdk";
import { JOB_KINDS, type Job, type JobKind } from "@clearhour/sdk/jobs";
import { parseSpec } from "@clearhour/sdk/spec";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Address, bytesToHex } from "viem";
import { chainTimeIn, useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { parseLots } from "../lib/amounts.ts";
import { formatLots, formatTime, shorten } from "../lib/format.ts";
import { Choice } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Field } from "../ui/Field.tsx";
import { Loading } from "../ui/Loading.tsx";
import { useSigner, useWallet } from "../wallet/useWallet.ts";
import { keptKeyOf, recoverKey } from "./accessKey.ts";
import { type Bought, coresInWords, mostCores } from "./cores.ts";
import { EndpointNotice } from "./EndpointNotice.tsx";
import { endpointWords, type Phase } from "./endpointWords.ts";
import { type JobState, orderedJob, refusalOf, useJob, watchJob } from "./jobs.ts";

const KIND_WORDS: Readonly<Record<JobKind, string>> = { "sha256-chain": "Hash chain", "prime-count": "Find primes" };
/**
 * Work in a chunk. A core begins one every 50 ms at most: what takes much less leaves it idle. The page works three of
 * them out at each check, and what takes much longer would hold it up.
 */
const SIZE: Readonly<Record<JobKind, number>> = { "sha256-chain": 25_000, "prime-count": 20_000 };

interface Properties {
  readonly slot: GetSlotReturnType;
  readonly endpoint: string;
  /** Of the delivery, unix seconds. */
  readonly start: bigint;
  readonly end: bigint;
}

/** What the nominee has its provider run in the hour, and what it has checked of it. */
export function JobPanel({ slot, endpoint, start, end }: Properties) {
  const { config, deployment } = useExchange();
  const queries = useQueryClient();
  const wallet = useWallet();
  const { now } = useChainTime();
  const { assignment, lots, nominee } = slot;
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  const state = useJob(domain, assignment);
  const [, refresh] = useState(0);
  const privateKey = wallet && keptKeyOf(deployment, wallet.address, nominee);
  const ours = privateKey !== undefined;
  const run = (job: Job) => {
    if (privateKey === undefined) return;
    watchJob({
      ...{ assignment, job, endpoint, privateKey, domain, oracles: config.oracles },
      ...{ start: Number(start) * 1_000, end: Number(end) * 1_000 },
      now: () => Number(chainTimeIn(queries) ?? 0n) * 1_000,
    });
  };
  const before = orderedJob(domain, assignment);
  const resumed = ours && state === undefined && before !== undefined && now < end;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a job is taken up again once
  useEffect(() => {
    if (resumed) run(before);
  }, [resumed]);
  const refusal = refusalOf(state);
  const phase = phaseOf(now, start, end);
  if (state !== undefined && refusal === undefined) return <JobView state={state} phase={phase} endpoint={endpoint} />;
  if (now >= end) return null;
  if (!ours) return <OtherKey nominee={nominee} done={() => refresh((count) => count + 1)} />;
  const words = endpointWords(refusal, phase);
  return (
    <>
      {words !== undefined && <EndpointNotice words={words} endpoint={endpoint} />}
      <OrderPart product={assignment.product} lots={lots} onSubmit={run} />
    </>
  );
}

function phaseOf(now: bigint, start: bigint, end: bigint): Phase {
  if (now < start) return "before";
  return now < end ? "during" : "after";
}

interface OrderProperties {
  readonly product: number;
  readonly lots: number;
  readonly onSubmit: (job: Job) => void;
}

function OrderPart({ product, lots, onSubmit }: OrderProperties) {
  const { client, deployment } = useExchange();
  const { data, error } = useQuery({
    queryKey: ["spec", product],
    queryFn: async () => parseSpec((await getSpec(client, { deployment, product })).spec),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <Failure title="The product's spec cannot be read" error={error} />;
  if (data === undefined) return <Loading what="the product's spec" />;
  return <OrderForm bought={{ lots, cpuCores: data.cpuCores }} onSubmit={onSubmit} />;
}

function OrderForm({ bought, onSubmit }: { readonly bought: Bought; readonly onSubmit: (job: Job) => void }) {
  const [kind, setKind] = useState<JobKind>("sha256-chain");
  const [cores, setCores] = useState("1");
  const threads = parseLots(cores);
  const most = mostCores(bought);
  const valid = threads !== undefined && threads <= most;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        const seed = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
        onSubmit({ kind, seed, size: SIZE[kind], threads });
      }}
    >
      <div className="bar">
        <Choice
          label="Job"
          options={JOB_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
          value={kind}
          onChange={setKind}
        />
        <Field
          label="Cores"
          value={cores}
          onChange={setCores}
          inputMode="numeric"
          unit={`of ${most}`}
          hint={valid ? undefined : coresInWords(bought)}
          invalid={!valid}
        />
        <button type="submit" className="primary" disabled={!valid}>
          Order the job
        </button>
      </div>
      <p className="hint">
        Signed with your access key (EIP-712); the first order of an hour stands, also one from another browser. This
        page then checks the work and signs receipts for the time in which it went on: keep it open.
      </p>
    </form>
  );
}

function OtherKey({ nominee, done }: { readonly nominee: Address; readonly done: () => void }) {
  const { deployment } = useExchange();
  const wallet = useWallet();
  const signer = useSigner();
  const [error, setError] = useState<unknown>();
  const [madeAnother, setMadeAnother] = useState(false);
  if (wallet === undefined) return null;
  const ask = async () => {
    setError(undefined);
    setMadeAnother(false);
    try {
      if (await recoverKey(await signer(), deployment, wallet.address, nominee)) done();
      else setMadeAnother(true);
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <div className="notice notice-warn">
      <strong>This browser does not have the key of these lots</strong>
      <p>
        They were nominated with the key of <code>{shorten(nominee)}</code>. Where this wallet made that key, it makes
        it again.
      </p>
      <button type="button" onClick={() => void ask()}>
        Get the key from the wallet
      </button>
      {madeAnother && (
        <p role="alert">
          The wallet made another key, which was not kept. Either another wallet nominated these lots, or this one does
          not make the same key twice: use them in the browser that nominated them.
        </p>
      )}
      {error !== undefined && <Failure title="The wallet did not make the key" error={error} />}
    </div>
  );
}

interface ViewProperties {
  readonly state: JobState;
  readonly phase: Phase;
  readonly endpoint: string;
}

function JobView({ state: { checked, error, job, receipts, seen }, phase, endpoint }: ViewProperties) {
  const words = endpointWords(error, phase);
  return (
    <div className="job" data-phase={phase}>
      <p>
        {KIND_WORDS[job.kind]}, {formatLots(job.threads)} {job.threads === 1 ? "core" : "cores"}:{" "}
        {seen === undefined
          ? phase === "after"
            ? "the hour is over."
            : "ordered; it is checked once the hour begins."
          : `${formatLots(seen.size)} pieces of work done; this browser recomputed ${formatLots(checked.size)} of them and got the same results.`}
      </p>
      {seen !== undefined && (
        <p className="hint">
          {formatLots(receipts)} {receipts === 1 ? "receipt" : "receipts"} signed since this page was opened; checked{" "}
          {formatTime(seen.at / 1_000)} UTC; output so far <code title={seen.root}>{shorten(seen.root)}</code>
          {seen.run > 1 && `; started ${seen.run} times`}
        </p>
      )}
      {words !== undefined && <EndpointNotice words={words} endpoint={endpoint} />}
      {words === undefined && error !== undefined && <Failure title="The job could not be checked" error={error} />}
    </div>
  );
}
