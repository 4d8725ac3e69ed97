import { decimal } from '@ome/domain';
import type { Instruments } from '@ome/engine';
import type { Connection } from 'mongoose';
import { dropTestStore, openTestStore } from '../testing/test-store';
import { LastPrices } from './last-prices';
import { MongoFedQuotes } from './mongo-fed-quotes';

describe('MongoFedQuotes', () => {
  let connection: Connection;
  let prices: LastPrices;
  let quotes: MongoFedQuotes;

  beforeAll(async () => {
    connection = await openTestStore();
    prices = new LastPrices(connection.db!, (at) => at.toISOString().slice(0, 10));
    const find = () => Promise.resolve({ tickSize: decimal('0.05') });
    quotes = new MongoFedQuotes(prices, { find } as unknown as Instruments);
  });
  afterAll(() => dropTestStore(connection));

  const feed = (symbol: string, at: Date) =>
    prices.feed([
      { exchange: 'NSE', symbol, price: decimal('100.5'), at, bid: decimal(100), ask: null },
    ]);

  test('a fresh price is a quote, with the tick of the instrument', async () => {
    const at = new Date();
    await feed('INFY', at);
    expect(await quotes.fresh('NSE', 'INFY')).toMatchObject({
      lastPx: decimal('100.5'),
      bids: [{ price: decimal(100) }],
      asks: [],
      tickSize: decimal('0.05'),
      at,
    });
    expect(await quotes.fresh('BSE', 'INFY')).toBeNull();
  });

  test('an old price, or none, gives no quote', async () => {
    await feed('TCS', new Date(Date.now() - 60_000));
    expect(await quotes.fresh('NSE', 'TCS')).toBeNull();
    expect(await quotes.fresh('NSE', 'ITC')).toBeNull();
  });
});
