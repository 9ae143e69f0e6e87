// Generated from the contracts by `npm run generate`. Do not edit.
export { auctionAbi } from "./auctionAbi.ts";
export { auctionLensAbi } from "./auctionLensAbi.ts";
export { ledgerAbi } from "./ledgerAbi.ts";
export { marginAbi } from "./marginAbi.ts";
export { mockUSDCAbi } from "./mockUSDCAbi.ts";
export { productsAbi } from "./productsAbi.ts";
export { providersAbi } from "./providersAbi.ts";
export { errorsAbi } from "./errorsAbi.ts";
