// Generated from the contracts by `npm run generate`. Do not edit.
export const pricesAbi = [
  {"inputs":[{"name":"auction","type":"address"},{"name":"products","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"name":"series","type":"uint64"},{"name":"minVolume","type":"uint256"}],"name":"settlement","outputs":[{"name":"","type":"uint32"}],"stateMutability":"view","type":"function"},
] as const;
