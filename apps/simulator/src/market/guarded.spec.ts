import { Logger } from '@nestjs/common';
import { BrokerLedger } from '../brokers/broker-ledger';
import { PriceTriggers } from '../brokers/price-triggers';
import { Sessions } from '../brokers/sessions';
import { Decimal } from '../exact-decimal';
import { flattradeAccount, FlattradeClient } from '../testing/flattrade-client';
import { eventually, Harness } from '../testing/harness';
import { Ticker } from './ticker';

let sim: Harness;
let client: FlattradeClient;
let logged: jest.SpyInstance;
beforeAll(async () => {
  sim = await Harness.start(1, { brokers: [flattradeAccount()], market: true });
  client = await FlattradeClient.logIn(sim);
  await sim.call('PUT', '/control/market', { volatility: 0, speed: 100 });
  logged = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
});
afterAll(() => sim.stop());
beforeEach(() => setPrice('1800'));

const setPrice = (price: string) => sim.call('PUT', '/control/prices/ACC-EQ', { price });
const fails = (): void => {
  throw new Error('one of many');
};

it('goes on with others that wait for a price, and with those that follow the market', async () => {
  const reached: string[] = [];
  const triggers = sim.app.get(PriceTriggers);
  triggers.watch('ACC-EQ', new Decimal('1750'), fails);
  triggers.watch('ACC-EQ', new Decimal('1750'), () => reached.push('first'));
  const ticker = sim.app.get(Ticker);
  ticker.start(fails);
  await setPrice('1740');
  await eventually(() => expect(reached).toEqual(['first']));
  triggers.watch('ACC-EQ', new Decimal('1700'), () => reached.push('second'));
  await setPrice('1690');
  await eventually(() => expect(reached).toEqual(['first', 'second']));
  ticker.stop(fails);
  expect(logged).toHaveBeenCalledWith(new Error('one of many'));
});

it('goes on with orders that rest beside one whose fill fails', async () => {
  const place = (qty: string) => client.place({ tsym: 'ACC-EQ', prc: '1750', qty });
  const { norenordno: bad } = await place('1');
  const { norenordno: good } = await place('2');
  const book = sim.app.get(BrokerLedger);
  await eventually(async () => expect(await client.row(good)).toMatchObject({ status: 'OPEN' }));
  const account = sim.app.get(Sessions).byUserId('flattrade', 'FT1')!;
  book.find(account, bad)!.afterFill = fails;
  await setPrice('1740');
  await eventually(async () =>
    expect(await client.row(good)).toMatchObject({ status: 'COMPLETE' }),
  );
});
