import { decimal } from '../decimal';
import { OrdType } from '../requested-order';
import { RefusalCode, refusalText } from '../refusal';
import {
  type CheckedOrder,
  checkOrder,
  type InstrumentRules,
  type MarketFacts,
  needsInstrument,
  needsLastPrice,
} from './order-rules';
import type { SetLimits } from './risk-rules';

const ORDER: CheckedOrder = {
  symbol: 'NIFTY29DEC26F',
  ordType: OrdType.Limit,
  orderQty: decimal(75),
  price: decimal('100.05'),
  stopPrice: null,
};
const NIFTY: InstrumentRules = {
  underlying: 'NIFTY',
  expiry: '2026-12-29',
  lotSize: decimal(75),
  tickSize: decimal('0.05'),
  freezeQty: decimal(1800),
};
const BANKNIFTY = { ...NIFTY, underlying: 'BANKNIFTY', lotSize: decimal(15) };
const FINNIFTY = { ...NIFTY, underlying: 'FINNIFTY', lotSize: decimal(40) };
const MARKET: MarketFacts = {
  instrument: NIFTY,
  lastPrice: decimal(100),
  today: '2026-11-21',
  minSymbolLength: 5,
};

const market = (facts: Partial<MarketFacts>): MarketFacts => ({ ...MARKET, ...facts });
const qty = (quantity: number | string) => ({ orderQty: decimal(quantity) });
const price = (value: string | number) => ({ price: decimal(value) });
const none = { price: null };
const stop = (value: string | number) => ({
  ordType: OrdType.Stop,
  price: null,
  stopPrice: decimal(value),
});
const LOTS = (underlying: string, lot: number) =>
  `${underlying} orders must be in multiples of ${lot}`;

type Row = [
  rule: string,
  limits: SetLimits,
  order: Partial<CheckedOrder>,
  facts: Partial<MarketFacts>,
  refused: RefusalCode | null,
  text?: string,
];

const C = RefusalCode;
const on = <Rule extends keyof SetLimits>(rule: Rule): SetLimits => ({ [rule]: true });
const most = (rule: keyof SetLimits, value: string | number): SetLimits => ({
  [rule]: decimal(value),
});

const TABLE: Row[] = [
  ['known', on('knownInstrument'), {}, {}, null],
  ['known: not', on('knownInstrument'), {}, { instrument: null }, C.UnknownInstrument],
  ['expiry: before', on('notExpired'), {}, {}, null],
  ['expiry: on the last day', on('notExpired'), {}, { today: '2026-12-29' }, null],
  ['expiry: after', on('notExpired'), {}, { today: '2026-12-30' }, C.InstrumentExpired],
  [
    'expiry: shares have none',
    on('notExpired'),
    {},
    { instrument: { ...NIFTY, expiry: null } },
    null,
  ],
  ['expiry: unknown instrument', on('notExpired'), {}, { instrument: null }, null],

  [
    'symbol: four letters',
    on('symbolFormat'),
    { symbol: 'INFY' },
    {},
    C.InvalidSymbol,
    'Invalid symbol format',
  ],
  ['symbol: five letters', on('symbolFormat'), { symbol: 'WIPRO' }, {}, null],
  [
    'symbol: a link that takes any',
    on('symbolFormat'),
    { symbol: 'INFY' },
    { minSymbolLength: 0 },
    null,
  ],

  ['quantity: above zero', on('positiveQuantity'), qty('0.1'), {}, null],
  [
    'quantity: zero',
    on('positiveQuantity'),
    qty(0),
    {},
    C.QuantityNotPositive,
    'Quantity must be positive',
  ],
  ['quantity: below zero', on('positiveQuantity'), qty(-1), {}, C.QuantityNotPositive],

  ['price: given', on('priceRequired'), {}, {}, null],
  [
    'price: none',
    on('priceRequired'),
    none,
    {},
    C.PriceRequired,
    'Price required for limit orders',
  ],
  ['price: zero', on('priceRequired'), price(0), {}, C.PriceRequired],
  ['price: below zero', on('priceRequired'), price(-1), {}, C.PriceRequired],
  ['price: market', on('priceRequired'), { ...none, ordType: OrdType.Market }, {}, null],
  ['price: stop', on('priceRequired'), stop(1), {}, null],
  ['price: stop at zero', on('priceRequired'), stop(0), {}, C.PriceRequired],

  ['lot: one', on('lotSize'), qty(75), {}, null],
  ['lot: three', on('lotSize'), qty(225), {}, null],
  ['lot: one more', on('lotSize'), qty(76), {}, C.NotInLots, LOTS('NIFTY', 75)],
  ['lot: one less', on('lotSize'), qty(74), {}, C.NotInLots, LOTS('NIFTY', 75)],
  ['lot: BANKNIFTY is not NIFTY', on('lotSize'), qty(30), { instrument: BANKNIFTY }, null],
  [
    'lot: BANKNIFTY',
    on('lotSize'),
    qty(20),
    { instrument: BANKNIFTY },
    C.NotInLots,
    LOTS('BANKNIFTY', 15),
  ],
  ['lot: FINNIFTY', on('lotSize'), qty(80), { instrument: FINNIFTY }, null],
  [
    'lot: FINNIFTY of NIFTY lots',
    on('lotSize'),
    qty(75),
    { instrument: FINNIFTY },
    C.NotInLots,
    LOTS('FINNIFTY', 40),
  ],
  ['lot: unknown instrument', on('lotSize'), qty(1), { instrument: null }, null],

  ['tick: on it', on('tickSize'), price('100.10'), {}, null],
  [
    'tick: off it',
    on('tickSize'),
    price('100.11'),
    {},
    C.OffTick,
    'The price 100.11 is not a multiple of 0.05',
  ],
  ['tick: stop off it', on('tickSize'), stop('100.01'), {}, C.OffTick],
  ['tick: market', on('tickSize'), none, {}, null],
  [
    'tick: unknown',
    on('tickSize'),
    price('0.01'),
    { instrument: { ...NIFTY, tickSize: null } },
    null,
  ],

  ['freeze: at it', on('freezeQty'), qty(1800), {}, null],
  ['freeze: above', on('freezeQty'), qty(1801), {}, C.AboveFreezeQty],
  [
    'freeze: unknown',
    on('freezeQty'),
    qty(9999),
    { instrument: { ...NIFTY, freezeQty: null } },
    null,
  ],

  ['quantity of one order: at it', most('maxOrderQty', 75), {}, {}, null],
  ['quantity of one order: above', most('maxOrderQty', '74.9'), {}, {}, C.AboveMaxOrderQty],

  ['value: at it', most('maxOrderNotional', '7503.75'), {}, {}, null],
  ['value: above', most('maxOrderNotional', '7503.74'), {}, {}, C.AboveMaxOrderNotional],
  ['value: market at last price', most('maxOrderNotional', 7500), none, {}, null],
  ['value: market above', most('maxOrderNotional', 7499), none, {}, C.AboveMaxOrderNotional],
  ['value: stop', most('maxOrderNotional', 7499), stop(100), {}, C.AboveMaxOrderNotional],
  [
    'value: no price at all',
    most('maxOrderNotional', 7499),
    none,
    { lastPrice: null },
    C.PriceUnknown,
  ],

  ['band: upper end', most('priceBandPercent', 5), price(105), {}, null],
  ['band: lower end', most('priceBandPercent', 5), price(95), {}, null],
  [
    'band: above',
    most('priceBandPercent', 5),
    price('105.05'),
    {},
    C.OutsidePriceBand,
    'The price 105.05 is not within 5 % of 100',
  ],
  ['band: below', most('priceBandPercent', 5), price('94.95'), {}, C.OutsidePriceBand],
  ['band: stop above', most('priceBandPercent', 5), stop(106), {}, C.OutsidePriceBand],
  ['band: market', most('priceBandPercent', 5), none, {}, null],
  ['band: no last price', most('priceBandPercent', 5), price(1), { lastPrice: null }, null],
];

describe('rules of single orders', () => {
  test.each(TABLE)('%s', (_name, limits, order, facts, refused, ...[text]) => {
    const refusal = checkOrder({ ...ORDER, ...order }, limits, market(facts));

    expect(refusal?.refused ?? null).toBe(refused);
    if (refusal && text !== undefined) expect(refusalText(refusal)).toBe(text);
  });

  test('nothing set checks nothing', () => {
    const bad = { ...ORDER, ...qty(-1), ...price(-1), symbol: 'X' };
    expect(checkOrder(bad, {}, market({ instrument: null }))).toBeNull();
    expect(checkOrder(bad, { lotSize: false, priceRequired: false }, MARKET)).toBeNull();
  });

  test('the first rule broken is the one named', () => {
    const limits = { ...on('lotSize'), ...most('maxOrderQty', 1), ...on('knownInstrument') };
    expect(checkOrder({ ...ORDER, ...qty(76) }, limits, MARKET)?.refused).toBe(C.NotInLots);
  });

  test.each<[SetLimits, boolean]>([
    [on('lotSize'), true],
    [on('notExpired'), true],
    [on('priceRequired'), false],
    [{ lotSize: false }, false],
  ])('%j asks for the instrument: %s', (limits, needed) => {
    expect(needsInstrument(limits)).toBe(needed);
  });

  test.each<[SetLimits, Partial<CheckedOrder>, boolean]>([
    [most('priceBandPercent', 1), {}, true],
    [most('maxOrderNotional', 1), {}, false],
    [most('maxOrderNotional', 1), none, true],
    [most('maxExposure', 1), none, true],
    [most('maxOrderQty', 1), none, false],
  ])('%j with %j asks for the last price: %s', (limits, order, needed) => {
    expect(needsLastPrice(limits, { ...ORDER, ...order })).toBe(needed);
  });
});
