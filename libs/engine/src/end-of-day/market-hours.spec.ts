import { readExchangeCalendar } from '@ome/composition';
import { decimal, TimeInForce } from '@ome/domain';
import type { InstrumentFacts } from '../instruments';
import { KnownInstruments } from '../testing/known-instruments';
import { MarketHours } from './market-hours';

const row = (fields: Partial<InstrumentFacts>): InstrumentFacts => ({
  broker: 'flattrade',
  exchange: 'NSE',
  symbol: 'ACME',
  brokerSymbol: 'ACME-EQ',
  stockCode: null,
  token: '1',
  name: null,
  kind: 'equity',
  underlying: 'ACME',
  expiry: null,
  right: null,
  strike: null,
  tickSize: null,
  lotSize: decimal(1),
  freezeQty: null,
  ...fields,
});
const hours = new MarketHours(
  readExchangeCalendar(null),
  new KnownInstruments([
    row({}),
    row({ symbol: 'SMALL', brokerSymbol: 'SMALL-EQ', underlying: 'SMALL' }),
    row({ exchange: 'BFO', symbol: 'ACME27AUG26F', brokerSymbol: 'ACME26AUGFUT', kind: 'future' }),
  ]),
);
const at = (time: string) => new Date(`2026-08-04T${time}+05:30`);

test.each([
  ['ACME', 'closingAuction'],
  ['SMALL', 'continuous'],
  ['NOBODY-KNOWS', 'continuous'],
])('at 15:22, %s is in the phase %s', async (symbol, phase) => {
  const state = await hours.stateAt({ exchange: 'NSE', symbol }, at('15:22'));
  expect(state).toMatchObject({ state: 'open', phase: { phase } });
});

test.each([
  [TimeInForce.Day, 'ACME', at('10:00'), at('15:35')],
  [TimeInForce.Day, 'SMALL', at('10:00'), at('15:30')],
  // An after-market order, while the closing auction is matched.
  [TimeInForce.Day, 'ACME', at('15:29:59'), at('15:35')],
  [TimeInForce.Day, 'ACME', at('15:30'), new Date('2026-08-05T15:35+05:30')],
  [TimeInForce.Day, 'ACME', at('15:34:59'), new Date('2026-08-05T15:35+05:30')],
  [
    TimeInForce.Day,
    'SMALL',
    new Date('2026-08-02T10:00+05:30'),
    new Date('2026-08-03T15:30+05:30'),
  ],
  [TimeInForce.Day, 'SMALL', new Date('2027-01-05T10:00+05:30'), null],
  [TimeInForce.GoodTillDate, 'SMALL', at('10:00'), at('11:00')],
  [TimeInForce.GoodTillCancel, 'SMALL', at('10:00'), null],
])('an order %s for %s, entered at %s, ends at %s', async (timeInForce, symbol, createdAt, end) => {
  const order = { exchange: 'NSE', symbol, createdAt, timeInForce, expireAt: at('11:00') };
  expect(await hours.endOf(order)).toEqual(end);
});
