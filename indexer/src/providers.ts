/** Providers: stake, registered capacity, delivery record. */
import { Bytes } from "@graphprotocol/graph-ts";
import {
  CapacityRegistered as CapacityRegisteredEvent,
  DeliveryRecorded as DeliveryRecordedEvent,
  OptOutSet as OptOutSetEvent,
  ProviderEnrolled as ProviderEnrolledEvent,
  Staked as StakedEvent,
  StakeSeized as StakeSeizedEvent,
  StakeWithdrawn as StakeWithdrawnEvent,
  UnbondingStarted as UnbondingStartedEvent,
} from "../generated/Providers/Providers";
import { Capacity, OptOut, Provider } from "../generated/schema";
import { account, listed, product, series, today, ZERO } from "./entities";
import { high, id32, id64, join, low32, u64Of } from "./ids";

export function ProviderEnrolled(event: ProviderEnrolledEvent): void {
  const its = account(event.params.account, event);
  const enrolled = new Provider(its.id);
  enrolled.number = event.params.id.toI32();
  enrolled.account = its.id;
  enrolled.owner = its.owner;
  enrolled.stake = ZERO;
  enrolled.unbonding = ZERO;
  enrolled.releaseTime = ZERO;
  enrolled.seized = ZERO;
  enrolled.delivered = ZERO;
  enrolled.short = ZERO;
  enrolled.uncommitted = ZERO;
  enrolled.enrolledAt = event.block.timestamp;
  enrolled.save();
}

/** More counts at once; less counts from a later period on, and until then what it was. */
export function CapacityRegistered(event: CapacityRegisteredEvent): void {
  const its = listed(event.params.product.toU32());
  const lots = event.params.lots.toI32();
  const id = join(event.params.account, id32(event.params.product.toU32()));
  let capacity = Capacity.load(id);
  let current = 0;
  if (capacity == null) {
    capacity = new Capacity(id);
    capacity.provider = event.params.account;
    capacity.product = its.id;
  } else {
    const hour = event.block.timestamp.toI64() / its.period;
    current = hour >= capacity.fromHour ? capacity.lots : capacity.lotsBefore;
  }
  capacity.lotsBefore = lots < current ? current : lots;
  capacity.lots = lots;
  capacity.fromHour = event.params.fromHour.toI32();
  capacity.endpoint = event.params.endpoint;
  capacity.registeredAt = event.block.timestamp;
  capacity.save();
}

/** An account may opt out of any number; one that is no series of a listed product means nothing. */
export function OptOutSet(event: OptOutSetEvent): void {
  const id = u64Of(event.params.series);
  if (product(high(id)) == null || low32(id) > u32(i32.MAX_VALUE)) return;
  const optOut = new OptOut(join(event.params.account, id64(id)));
  optOut.account = account(event.params.account, event).id;
  optOut.series = series(id).id;
  optOut.out = event.params.out;
  optOut.save();
}

/** Anyone may stake; of an account that is no provider there is nothing to keep. */
export function Staked(event: StakedEvent): void {
  const its = Provider.load(event.params.account);
  if (its == null) return;
  its.stake = its.stake.plus(event.params.amount);
  its.save();
}

export function UnbondingStarted(event: UnbondingStartedEvent): void {
  const its = provider(event.params.account);
  its.unbonding = its.unbonding.plus(event.params.amount);
  its.releaseTime = event.params.releaseTime;
  its.save();
}

export function StakeWithdrawn(event: StakeWithdrawnEvent): void {
  const its = provider(event.params.account);
  its.unbonding = its.unbonding.minus(event.params.amount);
  its.stake = its.stake.minus(event.params.amount);
  its.save();
}

/** Unbonding stake is taken first. */
export function StakeSeized(event: StakeSeizedEvent): void {
  const amount = event.params.amount;
  const its = provider(event.params.account);
  its.unbonding = its.unbonding.lt(amount) ? ZERO : its.unbonding.minus(amount);
  its.stake = its.stake.minus(amount);
  its.seized = its.seized.plus(amount);
  its.save();
}

export function DeliveryRecorded(event: DeliveryRecordedEvent): void {
  const its = provider(event.params.account);
  its.delivered = its.delivered.plus(event.params.delivered);
  its.short = its.short.plus(event.params.short);
  its.uncommitted = its.uncommitted.plus(event.params.uncommitted);
  its.save();
  const day = today(event);
  day.lotsDelivered = day.lotsDelivered.plus(event.params.delivered);
  day.lotsShort = day.lotsShort.plus(event.params.short);
  day.save();
}

function provider(id: Bytes): Provider {
  return Provider.load(id)!;
}
