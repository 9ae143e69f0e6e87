import { getSpec } from "@clearhour/sdk";
import { JOB_KINDS, type Job, type JobKind } from "@clearhour/sdk/jobs";
import { type JobShape, meterRules, orderedJob } from "@clearhour/sdk/meter";
import { parseSpec } from "@clearhour/sdk/spec";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { bytesToHex } from "viem";
import { useExchange } from "../app/exchange.tsx";
import { parseLots } from "../lib/amounts.ts";
import { formatLots } from "../lib/format.ts";
import { Choice } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Field } from "../ui/Field.tsx";
import { Loading } from "../ui/Loading.tsx";
import { type Bought, coresInWords, mostCores } from "./cores.ts";

export const KIND_WORDS: Readonly<Record<JobKind, string>> = {
  "sha256-chain": "Hash chain",
  "prime-count": "Find primes",
};
/**
 * Work in a chunk. A core begins one every 50 ms at most: what takes much less leaves it idle. The page works three of
 * them out at each check, and what takes much longer would hold it up.
 */
const SIZE: Readonly<Record<JobKind, number>> = { "sha256-chain": 25_000, "prime-count": 20_000 };

/** The rules of the meter want a period, its job does not depend on it. Seconds. */
const PERIOD = 3_600;

interface OrderProperties {
  readonly product: number;
  readonly lots: number;
  readonly onSubmit: (job: Job) => void;
}

/** What a nominee may order for an hour that it bought, by the product's spec. */
export function OrderForm({ product, lots, onSubmit }: OrderProperties) {
  const { client, deployment } = useExchange();
  const { data, error } = useQuery({
    queryKey: ["spec", product],
    queryFn: async () => parseSpec((await getSpec(client, { deployment, product })).spec),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error !== null) return <Failure title="The product's spec cannot be read" error={error} />;
  if (data === undefined) return <Loading what="the product's spec" />;
  const only = orderedJob(meterRules(PERIOD, data), lots);
  if (only !== undefined) return <MeasuredForm job={only} onSubmit={onSubmit} />;
  return <FreeForm bought={{ lots, cpuCores: data.cpuCores }} onSubmit={onSubmit} />;
}

/** A spec whose floor is measured names the job: providers take no other. */
function MeasuredForm({ job, onSubmit }: { readonly job: JobShape; readonly onSubmit: (job: Job) => void }) {
  const { kind, size, threads } = job;
  const cores = threads === 1 ? "1 core" : `${formatLots(threads)} cores`;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ ...job, seed: freshSeed() });
      }}
    >
      <p>
        {KIND_WORDS[kind]}, pieces of {formatLots(size)}, on {cores}: the performance of this product is measured on
        this job alone.
      </p>
      <button type="submit" className="primary">
        Order the job
      </button>
      <OrderHint />
    </form>
  );
}

function OrderHint() {
  return (
    <p className="hint">
      Signed with your access key (EIP-712); the first order of an hour stands, also one from another browser. This page
      then checks the work and signs receipts for the time in which it went on: keep it open.
    </p>
  );
}

function freshSeed() {
  return bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
}

function FreeForm({ bought, onSubmit }: { readonly bought: Bought; readonly onSubmit: (job: Job) => void }) {
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
        onSubmit({ kind, seed: freshSeed(), size: SIZE[kind], threads });
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
      <OrderHint />
    </form>
  );
}
