export { oracleSetId } from "./oracleSet.ts";
export { PERMIT_TYPES, type Permit, type PermitDomain, permitTypedData } from "./permit.ts";
