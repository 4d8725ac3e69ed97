import { listingsOf, type Listing } from '@ome/listings';
import { FixedClock } from '../testing/fixed-clock';
import { Market } from './market';
import { MarketHistory } from './market-history';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Friday, noon in India. */
const NOON = new Date('2026-11-27T06:30:00Z');

const named = (symbol: string): Listing =>
  listingsOf('2026-11-27').find(({ tradingSymbol }) => tradingSymbol === symbol)!;
const acc = named('ACC-EQ');

function start() {
  const clock = new FixedClock(NOON);
  const market = new Market({ seed: 1 } as never, clock);
  return { clock, market, history: new MarketHistory(market, clock) };
}

const before = (ms: number): Date => new Date(NOON.getTime() - ms);

it('has candles of the days before it began, in the hours of the exchange, one joining the other', () => {
  const { market, history } = start();
  const candles = history.candles(acc, before(4 * DAY), NOON, 5 * MINUTE);
  // Monday after 12:00, three whole days of six hours, and Friday from 9:15 to the one just begun.
  expect(candles).toHaveLength(39 + 3 * 72 + 34);
  expect(candles.at(-1)?.close).toEqual(market.quote(acc).last);
  for (const [index, { open, high, low, close, volume }] of candles.slice(0, -1).entries()) {
    expect(high.gte(open) && high.gte(close) && low.lte(open) && low.lte(close)).toBe(true);
    expect(volume).toBeGreaterThan(0);
    const next = candles[index + 1];
    if (next?.at.getTime() === candles[index].at.getTime() + 5 * MINUTE) {
      expect(next.open).toEqual(close);
    }
  }
});

it('has the last thousand days, however far back is asked for', () => {
  const candles = start().history.candles(acc, new Date(0), NOON, DAY);
  expect(candles.length).toBeGreaterThan(600);
  expect(candles[0].at.getTime()).toBeGreaterThan(NOON.getTime() - 1_001 * DAY);
});

it('is the same for the same seed, whichever part is asked for', () => {
  const all = start().history.candles(acc, before(2 * DAY), NOON, MINUTE);
  const part = start().history.candles(acc, before(DAY), before(DAY - 10 * MINUTE), MINUTE);
  expect(part).toHaveLength(11);
  expect(all).toEqual(expect.arrayContaining(part));
});

it('goes on with what the market does, and none of it is beyond the figures of its day', () => {
  const { clock, market, history } = start();
  market.set({ volatility: 2 });
  market.quote(acc);
  for (let minute = 0; minute < 30; minute += 1) {
    clock.advance(MINUTE);
    market.quote(acc);
  }
  const { last, day } = market.quote(acc);
  const candles = history.candles(acc, NOON, clock.now(), MINUTE);
  expect(candles).toHaveLength(31);
  expect(candles.at(-1)?.close).toEqual(last);
  for (const { high, low } of candles) expect(high.lte(day.high) && low.gte(day.low)).toBe(true);
  const seconds = history.candles(acc, new Date(clock.now().getTime() - 9_000), clock.now(), 1_000);
  expect(seconds).toHaveLength(10);
  expect(seconds.at(-1)?.close).toEqual(last);
});

it('has a candle for each trading day, and contracts follow their underlying', () => {
  const { history } = start();
  const days = history.candles(acc, before(7 * DAY), NOON, DAY);
  expect(days.map(({ at }) => at.toISOString().slice(0, 10))).toEqual(
    // Midnight in India is the evening before in UTC.
    ['2026-11-19', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'],
  );
  const [call, put] = [named('NIFTY29DEC26C25000'), named('NIFTY29DEC26P25000')].map(
    (option) => history.candles(option, before(60 * MINUTE), NOON, 30 * MINUTE)[0],
  );
  expect(call.close.gt(call.open)).toBe(put.close.lt(put.open));
  expect(call.openInterest % 65).toBe(0);
});
