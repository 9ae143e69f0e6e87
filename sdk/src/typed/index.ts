export { oracleSetId } from "./oracleSet.ts";
export {
  type BlockOrderInput,
  blockOrderTypedData,
  type HourlyOrderInput,
  hourlyOrderTypedData,
  ORDER_TYPES,
  type OrderDomain,
  orderDomain,
  type SignedBlockOrder,
  type SignedOrder,
} from "./orders.ts";
export { PERMIT_TYPES, type Permit, type PermitDomain, permitTypedData } from "./permit.ts";
