/** Settlement: how assignments end. */
import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import {
  MissingLeafSettled as MissingLeafSettledEvent,
  ReadingSettled as ReadingSettledEvent,
  RootlessSettled as RootlessSettledEvent,
} from "../generated/Settlement/Settlement";
import { Assignment, Reading, Settlement } from "../generated/schema";
import { today, ZERO } from "./entities";
import { id32, id64, join, u64Of } from "./ids";
import { bits, SharesWord, wordOf } from "./words";

const MILLION: i32 = 1000000;

export function ReadingSettled(event: ReadingSettledEvent): void {
  const shares = new SharesWord(wordOf(event.params.shares));
  const usage = wordOf(event.params.usage);
  const lots = BigInt.fromU32(shares.lots);
  const its = assignment(event.params.series, event.params.commitment, event.params.nomination);
  const reading = new Reading(its.id);
  reading.assignment = its.id;
  reading.series = its.series;
  reading.provider = its.provider;
  reading.holder = its.holder;
  reading.version = shares.version;
  reading.lots = lots;
  reading.deliveredPpm = shares.deliveredPpm;
  reading.lostProviderPpm = shares.lostProviderPpm;
  reading.lostBuyerPpm = shares.lostBuyerPpm;
  reading.performancePpm = BigInt.fromU32(shares.performancePpm);
  reading.preemptions = BigInt.fromU32(shares.preemptions);
  reading.energyWh = BigInt.fromU64(bits(usage, 64, 64));
  reading.carbonG = BigInt.fromU64(bits(usage, 0, 64));
  reading.samplesRoot = event.params.samplesRoot;
  reading.extension = event.params.extension;
  reading.settledAt = event.block.timestamp;
  reading.save();

  const end = settled(its, "reading", lots, event.params.paid, event.params.seized, event);
  end.reading = reading.id;
  end.shortfallPpm = shares.shortfallPpm;
  end.save();
  const day = today(event);
  day.readings += 1;
  day.save();
}

export function MissingLeafSettled(event: MissingLeafSettledEvent): void {
  const its = assignment(event.params.series, event.params.commitment, event.params.nomination);
  const end = settled(its, "missingLeaf", event.params.lots, event.params.paid, event.params.seized, event);
  end.shortfallPpm = MILLION;
  end.save();
}

export function RootlessSettled(event: RootlessSettledEvent): void {
  const its = assignment(event.params.series, event.params.commitment, event.params.nomination);
  settled(its, "missingRoot", event.params.lots, event.params.paid, ZERO, event).save();
}

/** The assignment; there is one since the shift was fixed, which comes before any settlement. */
function assignment(series: BigInt, commitment: BigInt, nomination: BigInt): Assignment {
  const entries: Bytes = join(id32(commitment.toU32()), id32(nomination.toU32()));
  return Assignment.load(join(id64(u64Of(series)), entries))!;
}

function settled(
  its: Assignment,
  kind: string,
  lots: BigInt,
  paid: BigInt,
  seized: BigInt,
  event: ethereum.Event,
): Settlement {
  its.settled = true;
  its.settlement = its.id;
  its.save();
  const end = new Settlement(its.id);
  end.assignment = its.id;
  end.series = its.series;
  end.kind = kind;
  end.lots = lots;
  end.paid = paid;
  end.seized = seized;
  end.timestamp = event.block.timestamp;
  end.tx = event.transaction.hash;
  const day = today(event);
  day.damages = day.damages.plus(paid);
  day.save();
  return end;
}
