// Generated from the contracts by `npm run generate`. Do not edit.
export const auctionLensAbi = [
  {"inputs":[{"name":"auction","type":"address"},{"name":"products","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"name":"auction","type":"uint64"},{"name":"series","type":"uint64"}],"name":"SeriesNotInAuction","type":"error"},
  {"inputs":[{"name":"auction","type":"uint64"},{"name":"series","type":"uint64"}],"name":"bookOf","outputs":[{"name":"buys","type":"uint32[]"},{"name":"sells","type":"uint32[]"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"auction","type":"uint64"},{"name":"series","type":"uint64"}],"name":"gridOf","outputs":[{"name":"base","type":"uint32"},{"name":"referencePrice","type":"uint32"},{"name":"frozen","type":"bool"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"auction","type":"uint64"}],"name":"stateOf","outputs":[{"name":"","type":"uint8"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"auction","type":"uint64"}],"name":"timesOf","outputs":[{"name":"open","type":"uint256"},{"name":"close","type":"uint256"},{"name":"deadline","type":"uint256"}],"stateMutability":"view","type":"function"},
] as const;
