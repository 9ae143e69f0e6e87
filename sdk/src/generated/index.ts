// Generated from the contracts by `npm run generate`. Do not edit.
export { auctionAbi } from "./auctionAbi.ts";
export { auctionLensAbi } from "./auctionLensAbi.ts";
export { blocksAbi } from "./blocksAbi.ts";
export { claimsAbi } from "./claimsAbi.ts";
export { contestAbi } from "./contestAbi.ts";
export { deliveryAbi } from "./deliveryAbi.ts";
export { ledgerAbi } from "./ledgerAbi.ts";
export { marginAbi } from "./marginAbi.ts";
export { meterAbi } from "./meterAbi.ts";
export { mockUSDCAbi } from "./mockUSDCAbi.ts";
export { pricesAbi } from "./pricesAbi.ts";
export { productsAbi } from "./productsAbi.ts";
export { providersAbi } from "./providersAbi.ts";
export { relayAbi } from "./relayAbi.ts";
export { settlementAbi } from "./settlementAbi.ts";
export { verifierAbi } from "./verifierAbi.ts";
export { errorsAbi } from "./errorsAbi.ts";
