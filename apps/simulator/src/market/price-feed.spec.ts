import { Logger } from '@nestjs/common';
import { eventually, Harness } from '../testing/harness';

interface Price {
  exchange: string;
  symbol: string;
  lastPx: string;
  bid: string;
  ask: string;
}

let sim: Harness;
beforeEach(async () => {
  const fedSymbols = ['NIFTY', 'SENSEX', 'INFY', 'NOTHING'];
  sim = await Harness.start(1, { market: true, fedSymbols });
});
afterEach(() => sim.stop());

it('tells the engine the prices of the market, as they move', async () => {
  await sim.call('PUT', '/control/market', { volatility: 5, speed: 100 });
  await eventually(() => expect(sim.engine.prices.length).toBeGreaterThan(1));
  const [first, second] = sim.engine.prices as Price[][];
  const names = first.map(({ exchange, symbol }) => `${exchange} ${symbol}`);
  expect(names).toEqual(['NSE NIFTY', 'BSE SENSEX', 'NSE INFY']);
  for (const { lastPx, bid, ask } of first) {
    expect(Number(bid)).toBeLessThan(Number(lastPx));
    expect(Number(ask)).toBeGreaterThan(Number(lastPx));
  }
  expect(second[0].lastPx).not.toBe(first[0].lastPx);
  expect(sim.engine.authorization).toBe('Bearer key-of-the-link');
});

it('says what to do about a key that may not feed prices', async () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  sim.engine.answer = () => ({ status: 403, body: {} });
  await eventually(() =>
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('give SIMULATOR_API_KEY the scope prices'),
    ),
  );
});
