// Generated from the contracts by `npm run generate`. Do not edit.
export const verifierAbi = [
  {"inputs":[{"name":"products","type":"address"},{"name":"auction","type":"address"},{"name":"blocks","type":"address"}],"stateMutability":"nonpayable","type":"constructor"},
  {"inputs":[{"name":"index","type":"uint256"}],"name":"BelowLeast","type":"error"},
  {"inputs":[{"name":"index","type":"uint256"}],"name":"BlockAtALoss","type":"error"},
  {"inputs":[{"name":"welfare","type":"uint256"},{"name":"gap","type":"uint256"}],"name":"Misstated","type":"error"},
  {"inputs":[{"name":"auction","type":"uint64"}],"name":"NoBlocks","type":"error"},
  {"inputs":[{"name":"series","type":"uint64"},{"name":"price","type":"uint256"}],"name":"NotBalanced","type":"error"},
  {"inputs":[{"name":"series","type":"uint64"}],"name":"PriceWithoutOrders","type":"error"},
  {"inputs":[{"name":"index","type":"uint256"}],"name":"StripRegret","type":"error"},
  {"inputs":[{"name":"series","type":"uint64"},{"name":"lots","type":"uint256"}],"name":"TooMuchVolume","type":"error"},
  {"inputs":[],"name":"WrongFills","type":"error"},
  {"inputs":[{"name":"length","type":"uint256"},{"name":"needed","type":"uint256"}],"name":"WrongLength","type":"error"},
  {"inputs":[{"name":"auction","type":"uint64"}],"name":"WrongList","type":"error"},
  {"inputs":[{"name":"auction","type":"uint64"},{"components":[{"name":"prices","type":"bytes"},{"name":"accepted","type":"bytes"},{"name":"partials","type":"bytes"},{"name":"welfare","type":"uint128"},{"name":"gap","type":"uint128"}],"name":"solution","type":"tuple"},{"name":"list","type":"bytes"}],"name":"verify","outputs":[{"components":[{"name":"welfare","type":"uint256"},{"name":"gap","type":"uint256"},{"name":"stripGap","type":"uint256"},{"name":"distance","type":"uint256"},{"name":"results","type":"uint256[]"}],"name":"verdict","type":"tuple"}],"stateMutability":"view","type":"function"},
  {"inputs":[{"name":"auction","type":"uint64"},{"name":"list","type":"bytes"}],"name":"verifyBaseline","outputs":[{"components":[{"name":"welfare","type":"uint256"},{"name":"gap","type":"uint256"},{"name":"stripGap","type":"uint256"},{"name":"distance","type":"uint256"},{"name":"results","type":"uint256[]"}],"name":"","type":"tuple"}],"stateMutability":"view","type":"function"},
] as const;
