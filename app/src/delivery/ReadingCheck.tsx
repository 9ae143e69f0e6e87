import { EndpointClient, EndpointError, type VerifySettledReturnType, verifySettled } from "@clearhour/sdk/access";
import type { Assignment } from "@clearhour/sdk/meter";
import { useMutation } from "@tanstack/react-query";
import { useExchange } from "../app/exchange.tsx";
import { Failure } from "../ui/Failure.tsx";

/** Derives a settled reading again from the samples that the provider still serves. */
export function ReadingCheck({ assignment }: { readonly assignment: Assignment }) {
  const { client, deployment } = useExchange();
  const check = useMutation({
    mutationFn: async () => {
      const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
      return await verifySettled(client, {
        deployment,
        assignment,
        bundle: async ({ endpoint }) => {
          if (endpoint === undefined) throw new EndpointError("", "the provider registered none");
          return await new EndpointClient({ url: endpoint.url, domain, now: () => 0 }, assignment).bundle();
        },
      });
    },
  });
  return (
    <div className="check">
      <button type="button" className="small" disabled={check.isPending} onClick={() => check.mutate()}>
        Check against its samples
      </button>
      <div role="status">{check.data !== undefined && <Verdict verdict={check.data} />}</div>
      {check.error !== null && <Failure title="It cannot be checked" error={check.error} />}
    </div>
  );
}

function Verdict({ verdict: { settled, settledDiffers } }: { readonly verdict: VerifySettledReturnType }) {
  if (settled === undefined) return <p className="hint">The chain has no reading of it.</p>;
  if (settledDiffers.length === 0) {
    return <p className="hint">The same reading follows from its signed samples, receipts and challenges.</p>;
  }
  return (
    <p className="hint bad">
      Another reading follows from its samples:{" "}
      {settledDiffers
        .map(({ field, recomputed, settled: said }) => `${field} ${recomputed} instead of ${said}`)
        .join(", ")}
      .
    </p>
  );
}
