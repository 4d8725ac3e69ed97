import type { Listing } from '@ome/listings';
import { Decimal } from '../exact-decimal';
import type { SimulatorConfig } from '../simulator.config';
import { FixedClock } from '../testing/fixed-clock';
import { Instruments } from './instruments';
import { Market } from './market';
import { parseTape } from './tape';

const config = { seed: 1, market: true } as SimulatorConfig;
let clock: FixedClock;
let market: Market;
let instruments: Instruments;
beforeEach(() => {
  // 10:00 on a Friday in India.
  clock = new FixedClock(new Date('2026-11-27T04:30:00Z'));
  market = new Market(config, clock);
  instruments = new Instruments(config, clock);
});

const listed = (name: string): Listing => instruments.named(name)!;
const last = (name: string, of = market): Decimal => of.quote(listed(name)).last;

/** The last prices of some minutes. */
function path(of: Market, name = 'ACC'): string[] {
  return Array.from({ length: 10 }, () => {
    clock.advance(60_000);
    return last(name, of).toFixed();
  });
}

it('moves with the clock, the same way from the same seed', () => {
  const prices = path(market);
  expect(new Set(prices).size).toBeGreaterThan(5);
  clock = new FixedClock(new Date('2026-11-27T04:30:00Z'));
  expect(path(new Market(config, clock))).toEqual(prices);
  clock = new FixedClock(new Date('2026-11-27T04:30:00Z'));
  expect(path(new Market({ ...config, seed: 2 }, clock))).not.toEqual(prices);
});

it('stands still while the clock does', () => {
  expect(market.quote(listed('ACC'))).toEqual(market.quote(listed('ACC')));
});

it('quotes on tick, bids below offers, all within the circuits', () => {
  for (const name of ['ACC', 'WIPRO', 'NIFTY29DEC26F', 'NIFTY29DEC26C25000', 'SENSEX']) {
    const listing = listed(name);
    const { bids, offers, lowerCircuit, upperCircuit, last: price } = market.quote(listing);
    const prices = [...bids, ...offers].map((level) => level.price);
    for (const each of prices) {
      expect(each.mod(listing.tick).isZero()).toBe(true);
      expect(each.gte(lowerCircuit) && each.lte(upperCircuit)).toBe(true);
    }
    expect(bids[0].price.lt(price) && offers[0].price.gt(price)).toBe(true);
    expect(offers).toHaveLength(5);
  }
});

it('prices contracts by their underlying', () => {
  const spot = last('NIFTY');
  const [call, put] = [last('NIFTY29DEC26C25000'), last('NIFTY29DEC26P25000')];
  expect(last('NIFTY29DEC26F').gt(spot)).toBe(true);
  // Parity of puts and calls, at about the money.
  expect(call.minus(put).minus(spot.minus(25_000)).abs().lt(200)).toBe(true);
  expect(last('NIFTY29DEC26C24000').gt(call)).toBe(true);
});

it('ends at the circuits, however hard it is pushed', () => {
  last('ACC');
  market.set({ drift: 100, speed: 1_000 });
  for (let minutes = 0; minutes < 100; minutes += 10) {
    clock.advance(600_000);
    last('ACC');
  }
  const { last: price, upperCircuit, offers } = market.quote(listed('ACC'));
  expect(price.toFixed()).toBe(upperCircuit.toFixed());
  expect(offers).toEqual([]);
});

it('stands still where it is halted, while others move', () => {
  const before = [last('ACC'), last('TCS')];
  market.set({ halted: ['ACC'] });
  clock.advance(600_000);
  expect(last('ACC')).toEqual(before[0]);
  expect(last('TCS')).not.toEqual(before[1]);
});

it('jumps where gaps are asked for', () => {
  const biggest = (): number => {
    const prices = path(market, 'TCS').map(Number);
    return Math.max(...prices.slice(1).map((price, index) => Math.abs(price - prices[index])));
  };
  const usual = biggest();
  market.set({ gapsPerDay: 1_000 });
  expect(biggest()).toBeGreaterThan(usual * 3);
});

it('plays a tape, and goes on from its end', () => {
  market.set({ volatility: 0 });
  market.replay(parseTape('second,symbol,price\n2,ACC,1800\n4,ACC,1810.5\n', String));
  const played = Array.from({ length: 6 }, () => {
    clock.advance(1_000);
    return last('ACC').toFixed();
  });
  expect(played.slice(0, 4)).toEqual(['1840', '1800', '1800', '1810.5']);
  expect(Math.abs(Number(played[5]) - 1_810.5)).toBeLessThan(1);
});

it('plays prices beyond the circuits of today, contracts with them', () => {
  market.set({ volatility: 0 });
  const future = last('ACC29DEC26F');
  market.replay(parseTape('second,symbol,price\n0,ACC,1500\n9,ACC,1500\n', String));
  expect(last('ACC').toFixed()).toBe('1500');
  expect(last('ACC29DEC26F').div(future).toNumber()).toBeCloseTo(1_500 / 1_840, 3);
});

it.each([
  ['1,ACC,10', 'csv must begin with the line second,symbol,price'],
  ['second,symbol,price\n1,ACC,10\n1,ACC', 'line 3 of csv'],
  ['second,symbol,price\nsoon,ACC,10', 'line 2 of csv'],
  ['second,symbol,price\n1,NONE,10', 'line 2 of csv: NONE is no share'],
])('refuses the tape %j', (csv, comment) => {
  expect(() => parseTape(csv, (symbol) => (symbol === 'ACC' ? symbol : undefined))).toThrow(
    expect.objectContaining({ comment: expect.stringContaining(comment) as string }) as Error,
  );
});

it.each([
  ['2026-11-27T03:00:00Z', 'closed'],
  ['2026-11-27T03:31:00Z', 'auction'],
  ['2026-11-27T03:45:00Z', 'continuous'],
  ['2026-11-27T09:46:00Z', 'auction'],
  ['2026-11-27T10:05:00Z', 'closed'],
  ['2026-11-28T05:00:00Z', 'closed'],
])('at %s of the exchange is %s', (at, phase) => {
  market = new Market(config, new FixedClock(new Date(at)));
  expect(market.phase).toBe('continuous');
  market.set({ hours: 'exchange' });
  expect(market.phase).toBe(phase);
});
