import { decimal, type Decimal, hasLimitPrice, hasStopPrice, TimeInForce } from '@ome/domain';
import type { CreateBasketCommand, LegRequest } from '@ome/engine';
import { invalid } from '../problems/invalid-request';
import { BasketLegDto, MAX_STAGES, type NewBasketDto } from './baskets.dto';
import { checkedPart } from './nested';

const decimalOrNull = (value: string | number | undefined | null): Decimal | null =>
  value === undefined || value === null ? null : decimal(value);

/** The command that a request means; throws InvalidRequest before anything is stored. */
export async function createBasketCommand(
  dto: NewBasketDto,
  links: ReadonlySet<string>,
): Promise<CreateBasketCommand> {
  checkLink('link', dto.link, links);
  const legs = await Promise.all(
    dto.legs.map(async (part, index) => {
      const path = `legs[${index}]`;
      const leg = await checkedPart(BasketLegDto, path, part);
      checkLink(`${path}.link`, leg.link, links);
      return legRequest(dto, leg, path);
    }),
  );
  checkStages(legs);
  return {
    basketClOrdId: dto.basketClOrdId,
    account: dto.account,
    userId: dto.userId ?? null,
    proceedWhen: dto.proceedWhen,
    stageTimeoutMs: dto.stageTimeoutMs,
    onFailure: dto.onFailure,
    legs,
  };
}

function legRequest(basket: NewBasketDto, leg: BasketLegDto, path: string): LegRequest {
  const { stage, symbol, exchange, side, ordType } = leg;
  checkPrice(`${path}.price`, leg.price, hasLimitPrice(ordType), ordType);
  checkPrice(`${path}.stopPrice`, leg.stopPrice, hasStopPrice(ordType), ordType);
  return {
    stage,
    symbol,
    exchange,
    side,
    ordType,
    timeInForce: leg.timeInForce ?? TimeInForce.Day,
    orderQty: decimal(leg.quantity),
    price: decimalOrNull(leg.price),
    stopPrice: decimalOrNull(leg.stopPrice),
    product: leg.product ?? basket.product ?? null,
    link: leg.link ?? basket.link ?? null,
    tag: leg.tag ?? null,
    ...(leg.amo && { amo: true }),
    ...(leg.slice && { slice: true }),
  };
}

function checkLink(
  field: string,
  link: string | undefined | null,
  links: ReadonlySet<string>,
): void {
  if (link === undefined || link === null || links.has(link)) return;
  throw invalid(field, `must be one of ${[...links].join(', ')}`);
}

function checkPrice(
  field: string,
  value: string | number | undefined | null,
  needed: boolean,
  ordType: string,
): void {
  const given = value !== undefined && value !== null;
  if (needed && !given) throw invalid(field, `is required for ${ordType} orders`);
  if (!needed && given) throw invalid(field, `must be left out of ${ordType} orders`);
}

/** From 1, without gaps. */
function checkStages(legs: LegRequest[]): void {
  const used = new Set(legs.map(({ stage }) => stage));
  for (let stage = 1; stage <= MAX_STAGES; stage += 1) {
    if (used.has(stage) || used.size < stage) continue;
    throw invalid('legs', `must be of stages from 1 without gaps: none is of stage ${stage}`);
  }
}
