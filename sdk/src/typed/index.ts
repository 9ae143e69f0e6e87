export { oracleSetId } from "./oracleSet.ts";
export {
  type HourlyOrder,
  hourlyOrderTypedData,
  ORDER_TYPES,
  orderDomain,
  type SignedOrder,
} from "./orders.ts";
export { PERMIT_TYPES, type Permit, type PermitDomain, permitTypedData } from "./permit.ts";
