import type { NewBasketLeg, NewBasketRequest } from '@ome/contracts';
import { decimal, type OrdType, type Side, TimeInForce } from '@ome/domain';
import type { CreateBasketCommand, LegRequest } from '@ome/engine';
import { checkLink, pricesOf } from './field-rules';
import { invalid } from './invalid-request';

export const MAX_STAGES = 10;

/**
 * The command of a request.
 *
 * @throws InvalidRequest before anything is stored
 */
export function createBasketCommand(
  basket: NewBasketRequest,
  links: ReadonlySet<string>,
): CreateBasketCommand {
  checkLink('link', basket.link, links);
  const legs = basket.legs.map((leg, index) => legRequest(basket, leg, `legs[${index}]`, links));
  checkStages(legs);
  return {
    basketClOrdId: basket.basketClOrdId,
    account: basket.account,
    userId: basket.userId ?? null,
    proceedWhen: basket.proceedWhen,
    stageTimeoutMs: basket.stageTimeoutMs,
    onFailure: basket.onFailure,
    legs,
  };
}

function legRequest(
  basket: NewBasketRequest,
  leg: NewBasketLeg,
  path: string,
  links: ReadonlySet<string>,
): LegRequest {
  checkLink(`${path}.link`, leg.link, links);
  const ordType = leg.ordType as OrdType;
  const names = { price: `${path}.price`, stopPrice: `${path}.stopPrice` };
  return {
    stage: leg.stage,
    symbol: leg.symbol,
    exchange: leg.exchange,
    side: leg.side as Side,
    ordType,
    timeInForce: (leg.timeInForce as TimeInForce | undefined) ?? TimeInForce.Day,
    orderQty: decimal(leg.quantity),
    ...pricesOf(ordType, leg, names),
    product: leg.product ?? basket.product ?? null,
    link: leg.link ?? basket.link ?? null,
    tag: leg.tag ?? null,
    ...(leg.amo && { amo: true }),
    ...(leg.slice && { slice: true }),
  };
}

/** From 1, without gaps. */
function checkStages(legs: LegRequest[]): void {
  const used = new Set(legs.map(({ stage }) => stage));
  for (let stage = 1; stage <= MAX_STAGES; stage += 1) {
    if (used.has(stage) || used.size < stage) continue;
    throw invalid('legs', `must be of stages from 1 without gaps: none is of stage ${stage}`);
  }
}
