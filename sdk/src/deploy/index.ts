/** Deploying an exchange. Kept apart because it carries the contracts' bytecodes. */
export { type DeployExchangeParameters, deployExchange } from "./deployExchange.ts";
