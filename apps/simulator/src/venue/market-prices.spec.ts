import { Decimal } from '../exact-decimal';
import { Instruments } from '../market/instruments';
import { Market } from '../market/market';
import { FixedClock } from '../testing/fixed-clock';
import { SeededRandom } from '../seeded-random';
import type { SimulatorConfig } from '../simulator.config';
import { MarketPrices } from './market-prices';

function pricesOf(seed: number): MarketPrices {
  const config = { seed, market: false } as SimulatorConfig;
  const clock = new FixedClock();
  return new MarketPrices(config, new Instruments(config, clock), new Market(config, clock));
}

it('quotes the same from the same seed, with depth and circuits around the last price', () => {
  const quote = pricesOf(1).quote('TCS');
  expect(pricesOf(1).quote('TCS')).toEqual(quote);
  expect(pricesOf(2).quote('TCS').last).not.toEqual(quote.last);
  const { last, bids, offers, lowerCircuit, upperCircuit } = quote;
  const ladder = [...bids].reverse().map((level) => level.price);
  const all = [lowerCircuit, ...ladder, last, ...offers.map((level) => level.price), upperCircuit];
  expect(all).toEqual([...all].sort((left, right) => left.cmp(right)));
  expect(all.every((price) => price.mod('0.05').isZero())).toBe(true);
  expect(bids).toHaveLength(5);
  expect([...bids, ...offers].every(({ quantity }) => quantity > 0)).toBe(true);
});

it('uses a price that was set, until it is reset', () => {
  const prices = pricesOf(1);
  const seeded = prices.last('TCS');
  prices.setLast('TCS', new Decimal('0.10'));
  expect(prices.view()).toEqual({ TCS: '0.1' });
  expect(prices.last('TCS').toFixed()).toBe('0.1');
  expect(prices.forFill('TCS', SeededRandom.derive(1, 'x')).toFixed()).toBe('0.1');
  // No price is below one tick.
  expect(prices.quote('TCS').bids.map(({ price }) => price.toFixed())).toEqual(
    Array.from({ length: 5 }, () => '0.05'),
  );
  prices.reset();
  expect(prices.last('TCS')).toEqual(seeded);
});
