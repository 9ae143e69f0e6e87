import type { GetSlotReturnType } from "@clearhour/sdk";
import type { Job } from "@clearhour/sdk/jobs";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Address } from "viem";
import { chainTimeIn, useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { formatLots, formatTime, shorten } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { useSigner, useWallet } from "../wallet/useWallet.ts";
import { keptKeyOf, recoverKey } from "./accessKey.ts";
import { EndpointNotice } from "./EndpointNotice.tsx";
import { endpointWords, type Phase } from "./endpointWords.ts";
import { type JobState, orderedJob, refusalOf, useJob, watchJob } from "./jobs.ts";
import { KIND_WORDS, OrderForm } from "./OrderForm.tsx";

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
      <OrderForm product={assignment.product} lots={lots} onSubmit={run} />
    </>
  );
}

function phaseOf(now: bigint, start: bigint, end: bigint): Phase {
  if (now < start) return "before";
  return now < end ? "during" : "after";
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
