/** Products: specs, terms, markets, lanes. */
import { Bytes } from "@graphprotocol/graph-ts";
import { MarketOpened as MarketOpenedEvent, ProductListed as ProductListedEvent } from "../generated/Products/Products";
import { Lane, Market, Product } from "../generated/schema";
import { exchange, listed, ZERO } from "./entities";
import { id32 } from "./ids";
import { tier } from "./names";
import { isText } from "./text";

export function ProductListed(event: ProductListedEvent): void {
  const number = event.params.product.toI32();
  const trade = event.params.terms.trade;
  const delivery = event.params.terms.delivery;
  const added = new Product(id32(number));
  added.number = number;
  added.lister = event.params.lister;
  added.specHash = event.params.specHash;
  added.specBytes = event.params.spec;
  if (isText(event.params.spec)) added.spec = event.params.spec.toString();
  added.layers = event.params.layers;
  added.tickSize = trade.tickSize;
  added.stakePerLot = trade.stakePerLot;
  added.capFactorBps = trade.capFactorBps;
  added.penaltyBps = trade.penaltyBps;
  added.providerMarginBps = trade.providerMarginBps;
  added.uncoveredMarginBps = trade.uncoveredMarginBps;
  added.initialReference = trade.initialReference;
  added.basisFloor = trade.basisFloor;
  added.period = delivery.period.toI32();
  added.gateClosure = delivery.gateClosure;
  added.autoCommit = delivery.autoCommit;
  added.rootDue = delivery.rootDue;
  added.challengeWindow = delivery.challengeWindow;
  added.decisionWindow = delivery.decisionWindow;
  added.slaBps = delivery.slaBps;
  added.interruptionBps = delivery.interruptionBps;
  added.minLots = delivery.minLots;
  added.domainLots = delivery.domainLots;
  added.tier = tier(delivery.tier);
  added.settlementTip = delivery.settlementTip;
  added.bondFloor = delivery.bondFloor;
  added.bondBps = delivery.bondBps;
  added.oracleSet = event.params.terms.oracles.oracleSet;
  added.secondSet = event.params.terms.oracles.secondSet;
  added.volume = ZERO;
  added.turnover = ZERO;
  added.listedAt = event.block.timestamp;
  added.listedTx = event.transaction.hash;
  added.save();
  const totals = exchange();
  totals.products += 1;
  totals.save();
}

export function MarketOpened(event: MarketOpenedEvent): void {
  const number = event.params.market.toI32();
  const params = event.params.params;
  const opened = new Market(id32(number));
  const products: Bytes[] = [];
  for (let i = 0; i < event.params.products.length; i++) {
    const its = listed(event.params.products[i].toU32());
    its.market = opened.id;
    its.save();
    products.push(its.id);
  }
  opened.number = number;
  opened.products = products;
  opened.feeBps = params.feeBps;
  opened.maxTip = params.maxTip;
  opened.minVolume = params.minVolume;
  opened.wordFee = params.wordFee;
  opened.minNotional = params.minNotional;
  opened.period = event.params.period.toI32();
  opened.volume = ZERO;
  opened.fees = ZERO;
  opened.openedAt = event.block.timestamp;
  opened.openedTx = event.transaction.hash;
  opened.save();

  const lanes = event.params.lanes;
  for (let i = 0; i < lanes.length; i++) {
    const laneNumber = event.params.firstLane.toI32() + i;
    const lane = new Lane(id32(laneNumber));
    lane.number = laneNumber;
    lane.market = opened.id;
    lane.gate = i;
    lane.spot = i == lanes.length - 1;
    lane.lead = lanes[i].lead.toI32();
    lane.window = lanes[i].window;
    lane.stride = lanes[i].stride;
    lane.collect = lanes[i].collect;
    lane.solve = lanes[i].solve;
    lane.save();
  }
  const totals = exchange();
  totals.markets += 1;
  totals.save();
}
