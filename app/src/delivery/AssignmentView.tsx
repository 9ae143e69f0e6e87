import { getSlot } from "@clearhour/sdk";
import type { NominationsQuery } from "@clearhour/sdk/graph";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { lotsInWords } from "../lib/format.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { JobPanel } from "./JobPanel.tsx";
import { LiveMeter } from "./LiveMeter.tsx";
import { ReadingCheck } from "./ReadingCheck.tsx";
import { ReadingView } from "./ReadingView.tsx";

type Nomination = NominationsQuery["nominations"][number];

interface Properties {
  readonly nomination: Nomination;
  readonly assignment: Nomination["assignments"][number];
  /** Whether its hour has begun. */
  readonly begun: boolean;
}

/** One provider's part of a nomination: its job and its meter until it is settled, then the reading. */
export function AssignmentView({ nomination: { series }, assignment, begun }: Properties) {
  const { client, deployment } = useExchange();
  const { settlement } = assignment;
  const which = {
    product: series.product.number,
    hour: series.hour,
    commitment: assignment.commitment.index,
    nomination: assignment.nomination.index,
  };
  const { data: slot, error } = useFresh({
    key: ["slot", ...Object.values(which)],
    read: () => getSlot(client, { deployment, assignment: which }),
    every: 60_000,
    enabled: settlement === null,
  });
  const url = slot?.endpoint?.url;
  const hour = { start: BigInt(series.start), end: BigInt(series.end) };
  return (
    <section className="served" aria-label={`Provider ${assignment.provider.number}`}>
      <p>
        Provider {assignment.provider.number} serves {lotsInWords(BigInt(assignment.lots))}.
      </p>
      {settlement !== null && <ReadingView settlement={settlement} />}
      {settlement?.reading && <ReadingCheck assignment={which} />}
      {settlement === null && error !== null && <Failure title="The assignment cannot be read" error={error} />}
      {settlement === null && error === null && slot === undefined && <Loading what="the assignment" />}
      {settlement === null && slot !== undefined && url === undefined && (
        <p className="hint bad">The provider registered no address that can be asked.</p>
      )}
      {settlement === null && slot !== undefined && url !== undefined && (
        <>
          <JobPanel slot={slot} endpoint={url} {...hour} />
          {begun && <LiveMeter slot={slot} endpoint={url} {...hour} />}
        </>
      )}
    </section>
  );
}
