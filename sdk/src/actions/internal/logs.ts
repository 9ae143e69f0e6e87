import type { ContractEventName } from "viem";
import { type Abi, type Address, isAddressEqual, type Log, type ParseEventLogsReturnType, parseEventLogs } from "viem";

/** The events of one name that a contract emitted, out of a receipt's logs. */
export function eventsOf<const abi extends Abi, name extends ContractEventName<abi>>(
  address: Address,
  abi: abi,
  eventName: name,
  logs: readonly Log[],
): ParseEventLogsReturnType<abi, name, true> {
  const own = logs.filter((log) => isAddressEqual(log.address, address));
  return parseEventLogs({ abi, eventName, logs: own, strict: true } as never) as never;
}
