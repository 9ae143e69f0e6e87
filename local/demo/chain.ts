/** How the day's end is read from the chain. */
import type { ClearhourClient, Deployment } from "@clearhour/sdk";
import type { Abi, ContractEventName, GetContractEventsReturnType } from "viem";
import { getContractEvents } from "viem/actions";

type Room = Exclude<keyof Deployment, "chainId" | "block">;

export interface Chain {
  readonly rpcUrl: string;
  readonly anyone: ClearhourClient;
  readonly deployment: Deployment;
}

/** All events of a name that a room has emitted. */
export function eventsOf<const abi extends Abi, name extends ContractEventName<abi>>(
  { anyone, deployment }: Chain,
  room: Room,
  abi: abi,
  eventName: name,
): Promise<GetContractEventsReturnType<abi, name, true>> {
  const filter = { abi, address: deployment[room], eventName, fromBlock: deployment.block, strict: true };
  return getContractEvents(anyone, filter as never) as never;
}
