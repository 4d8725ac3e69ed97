import { timeOfDay } from '../brokers/indian-time';
import { moneyText } from '../brokers/positions';
import { ZERO } from '../exact-decimal';
import { ordersOf, percentChange, quantityOf, type Quote, type QuoteLevel } from '../market/quote';

export type QuoteFields = Readonly<Record<string, string>>;

const LEVELS = 5;

/** What quotes and both feeds say of an instrument. */
export function touchlineFields(quote: Quote): QuoteFields {
  const { last, previousClose, day } = quote;
  return {
    lp: moneyText(last),
    pc: percentChange(quote).toFixed(2),
    o: moneyText(day.open),
    h: moneyText(day.high),
    l: moneyText(day.low),
    c: moneyText(previousClose),
    ap: moneyText(day.average),
    v: String(day.volume),
    oi: String(day.openInterest),
    poi: String(day.openInterestBefore),
    toi: String(day.openInterest),
    ...bestLevels(quote, 1),
  };
}

/** What quotes and the feed of depth say. */
export function depthFields(quote: Quote, at: Date): QuoteFields {
  const { bids, offers, day } = quote;
  return {
    ...touchlineFields(quote),
    ltt: timeOfDay(at),
    ltq: String(day.lastQuantity),
    tbq: String(quantityOf(bids)),
    tsq: String(quantityOf(offers)),
    ...bestLevels(quote, LEVELS),
    lc: moneyText(quote.lowerCircuit),
    uc: moneyText(quote.upperCircuit),
    '52h': moneyText(day.high),
    '52l': moneyText(day.low),
  };
}

/** Levels that the book does not have are zero. */
function bestLevels({ bids, offers }: Quote, count: number): QuoteFields {
  const fields: Record<string, string> = {};
  for (let level = 1; level <= count; level += 1) {
    for (const [side, levels] of [
      ['b', bids],
      ['s', offers],
    ] as const) {
      const { price, quantity }: QuoteLevel = levels[level - 1] ?? { price: ZERO, quantity: 0 };
      fields[`${side}p${level}`] = moneyText(price);
      fields[`${side}q${level}`] = String(quantity);
      fields[`${side}o${level}`] = String(ordersOf({ price, quantity }));
    }
  }
  return fields;
}
