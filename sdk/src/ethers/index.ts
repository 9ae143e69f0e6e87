/** For applications on ethers 6: their signers and providers as the client that the actions take. */
export { UnsupportedEthersError } from "../errors/ethers.ts";
export { type ClientFromEthersParameters, clientFromEthers } from "./client.ts";
