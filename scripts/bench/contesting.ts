/**
 * Gas of verifying strips and blocks beside 36 full series: on each side of every series there are lots at 36 ticks, one
 * in each leaf of its book, so that all of them are read.
 */
import { encodeList, packBlockPlacement, type BlockInput } from "../../sdk/src/blocks/index.ts";
import { auctionId, cashAccount, getHints } from "../../sdk/src/index.ts";
import { HOUR, USDC } from "../../sdk/test/support/listing.ts";
