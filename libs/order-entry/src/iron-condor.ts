import type { IronCondorRequest, NewBasketRequest } from '@ome/contracts';
import {
  decimal,
  type Decimal,
  decimalText,
  OrdType,
  parseIsoExpiry,
  Side,
  symbolOf,
  TimeInForce,
} from '@ome/domain';
import type { Instruments } from '@ome/engine';
import { isGiven } from './field-rules';
import { invalid } from './invalid-request';

const STAGE_TIMEOUT_MS = 30_000;

/** In order of rising strikes; bought legs are placed first, because they hedge the others. */
const LEGS = [
  { name: 'putBuy', right: 'PUT', side: Side.Buy, stage: 1 },
  { name: 'putSell', right: 'PUT', side: Side.Sell, stage: 2 },
  { name: 'callSell', right: 'CALL', side: Side.Sell, stage: 2 },
  { name: 'callBuy', right: 'CALL', side: Side.Buy, stage: 1 },
] as const;

/**
 * A bought put, a sold put, a sold call and a bought call of rising strikes, as a basket.
 *
 * @throws InvalidRequest
 */
export async function ironCondorBasket(
  request: IronCondorRequest,
  instruments: Instruments,
): Promise<NewBasketRequest> {
  const expiry = parseIsoExpiry(request.expiry);
  if (!expiry) throw invalid('expiry', 'must be a day that there is');
  const legs = LEGS.map(({ name, ...leg }) => {
    const { strike, price } = request[name];
    return { ...leg, name, strike: decimal(strike), price };
  });
  checkStrikes(legs);
  const { underlying, exchange = 'NFO' } = request;
  const symbols = legs.map(({ right, strike }) =>
    symbolOf({ kind: 'option', exchange, underlying, expiry, right, strike }),
  );
  const quantity = await quantityOf(request, exchange, symbols, instruments);
  const { basketClOrdId, account, userId, link, product, tag } = request;
  return {
    basketClOrdId,
    account,
    userId,
    link,
    product,
    proceedWhen: request.proceedWhen ?? 'FILLED',
    stageTimeoutMs: request.stageTimeoutMs ?? STAGE_TIMEOUT_MS,
    onFailure: request.onFailure ?? 'UNWIND',
    legs: legs.map(({ stage, side, price }, index) => ({
      stage,
      side,
      exchange,
      quantity,
      symbol: symbols[index],
      ordType: isGiven(price) ? OrdType.Limit : OrdType.Market,
      timeInForce: TimeInForce.Day,
      price,
      tag,
    })),
  };
}

/** In units, like orders. */
async function quantityOf(
  { lots, quantity }: IronCondorRequest,
  exchange: string,
  symbols: string[],
  instruments: Instruments,
): Promise<string | number> {
  if (isGiven(lots) === isGiven(quantity)) {
    throw invalid('quantity', 'or lots must be given, and not both');
  }
  if (!isGiven(lots)) return quantity!;
  const facts = await Promise.all(symbols.map((symbol) => instruments.find(exchange, symbol)));
  const unknown = symbols.find((_, index) => facts[index] === null);
  if (unknown) throw invalid('lots', `need instruments that are known, and ${unknown} is not`);
  const sizes = new Set(facts.map((one) => decimalText(one!.lotSize)));
  if (sizes.size > 1) throw invalid('lots', 'are not the same for all four instruments');
  return decimalText(facts[0]!.lotSize.times(lots));
}

function checkStrikes(legs: { name: string; strike: Decimal }[]): void {
  for (const [index, { name, strike }] of legs.entries()) {
    const below = legs[index - 1];
    if (below && strike.lte(below.strike)) {
      throw invalid(`${name}.strike`, `must be above that of ${below.name}`);
    }
  }
}
