import * as auction from "./actions/auction/index.ts";
import * as blocks from "./actions/blocks/index.ts";
import * as claims from "./actions/claims/index.ts";
import * as contest from "./actions/contest/index.ts";
import * as delivery from "./actions/delivery/index.ts";
import * as events from "./actions/events/index.ts";
import type { ClearhourClient } from "./actions/internal/types.ts";
import * as ledger from "./actions/ledger/index.ts";
import * as meter from "./actions/meter/index.ts";
import * as products from "./actions/products/index.ts";
import * as providers from "./actions/providers/index.ts";
import * as relay from "./actions/relay/index.ts";
import * as settlement from "./actions/settlement/index.ts";
import type { Deployment } from "./deployment/types.ts";

const ACTIONS = {
  ...auction,
  ...blocks,
  ...claims,
  ...contest,
  ...delivery,
  ...events,
  ...ledger,
  ...meter,
  ...products,
  ...providers,
  ...relay,
  ...settlement,
};

type Actions = typeof ACTIONS;

type WithoutDeployment<parameters> = parameters extends unknown ? Omit<parameters, "deployment"> : never;

/** Every action, bound to a client and a deployment. */
export type ClearhourActions = {
  readonly [name in keyof Actions]: Actions[name] extends (
    client: ClearhourClient,
    parameters: infer parameters,
  ) => infer result
    ? Record<never, never> extends WithoutDeployment<parameters>
      ? (parameters?: WithoutDeployment<parameters>) => result
      : (parameters: WithoutDeployment<parameters>) => result
    : never;
};

/**
 * Binds every action to a client and a deployment. Sugar: it takes all actions into a bundle, where importing them one
 * by one takes only those that are used.
 *
 * @example
 * const client = createWalletClient({ account, transport: http() }).extend(clearhourActions(deployment));
 * await client.clearhour.deposit({ amount: 1_000_000n });
 */
export function clearhourActions(deployment: Deployment) {
  return (client: ClearhourClient): { readonly clearhour: ClearhourActions } => {
    const bound = Object.entries(ACTIONS).map(([name, action]) => [
      name,
      (parameters: object = {}) => action(client, { ...parameters, deployment } as never),
    ]);
    return { clearhour: Object.fromEntries(bound) };
  };
}
