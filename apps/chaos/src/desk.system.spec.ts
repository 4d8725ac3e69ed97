import { OmeClient } from '@ome/client';
import type { NewOrderRequest, OrderView, ValuedPositionView } from '@ome/contracts';
import { CompiledApps } from '../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess, until } from '../../dev/src/engine-process/engine-process';

const PATIENCE_MS = 30_000;
const LOT = 65;

jest.setTimeout(3 * PATIENCE_MS);

let apps: CompiledApps;
let engine: EngineProcess;
let client: OmeClient;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir());
  client = new OmeClient({ url: engine.state.apiUrl });
}, ENGINE_START_MS);

afterAll(async () => {
  await engine.stop();
  apps.remove();
}, ENGINE_START_MS);

/** An option of the sample that ships with OME. */
const order = (fields: Partial<NewOrderRequest>): NewOrderRequest => ({
  account: '',
  symbol: 'NIFTY29DEC26C24500',
  exchange: 'NFO',
  product: 'NRML',
  side: 'BUY',
  ordType: 'LIMIT',
  price: '150',
  quantity: LOT,
  timeInForce: 'DAY',
  ...fields,
});

async function filled({ orderId }: OrderView): Promise<OrderView> {
  let last: OrderView | undefined;
  await until(`order ${orderId} to be filled`, PATIENCE_MS, async () => {
    last = await client.orders.show(orderId);
    return last.ordStatus === 'Filled';
  });
  return last!;
}

async function positionOf(account: string, netQty: string): Promise<ValuedPositionView> {
  let found: ValuedPositionView | undefined;
  await until(`a position of ${netQty}`, PATIENCE_MS, async () => {
    [found] = (await client.positions.list({ account })).items;
    return found?.netQty === netQty;
  });
  return found!;
}

describe.each(['rest', 'flattrade', 'breeze'])('a desk whose orders go by %s', (link) => {
  const account = `desk-${link}`;
  const place = (fields: Partial<NewOrderRequest> = {}) =>
    client.orders.place(order({ account, link, ...fields }));

  test('has its limits checked before anything is sent', async () => {
    await client.risk.setLimits({ account, lotSize: true, maxOrderQty: '1800' });
    await expect(place({ quantity: 20 })).rejects.toMatchObject({ code: 'NOT_IN_LOTS' });
    await expect(place({ quantity: 1_820 })).rejects.toMatchObject({
      code: 'ABOVE_MAX_ORDER_QTY',
    });
    expect(await filled(await place())).toMatchObject({ cumQty: '65', link });
  });

  test('is stopped by the kill switch, and continues after it', async () => {
    await client.risk.pull({ scope: 'account', id: account, reason: 'Too much for one day' });
    await expect(place()).rejects.toMatchObject({
      code: 'TRADING_STOPPED',
      detail: expect.stringContaining('Too much for one day'),
    });
    await client.risk.release('account', account);
    await filled(await place());
  });

  test('sees its position at the last price, as the broker has it, and closes it', async () => {
    await positionOf(account, '130');
    const { symbol, exchange } = order({});
    await client.prices.feed([{ symbol, exchange, lastPx: '152' }]);
    expect(await positionOf(account, '130')).toMatchObject({
      avgPx: '150',
      lastPx: '152',
      unrealizedPnl: '260',
      dayBoughtQty: '130',
    });
    if (link !== 'rest') {
      const { brokers = [] } = await client.positions.list({ account, broker: true });
      const beside = brokers.find((broker) => broker.link === link);
      expect(beside?.items).toEqual([
        expect.objectContaining({ symbol, netQty: '130', brokerNetQty: '130', difference: '0' }),
      ]);
    }
    const closing = await client.positions.close({ account, exchange, symbol, price: '150' });
    await filled(closing.orders[0]);
    expect(await positionOf(account, '0')).toMatchObject({ realizedPnl: '0', avgPx: null });
  });

  test('enters an iron condor: bought legs first, then sold ones', async () => {
    const { basketId } = await client.baskets.placeIronCondor({
      basketClOrdId: `condor-${link}`,
      account,
      link,
      product: 'NRML',
      lots: 1,
      underlying: 'NIFTY',
      expiry: '2026-12-29',
      putBuy: { strike: 24_000, price: 90 },
      putSell: { strike: 24_300, price: 120 },
      callSell: { strike: 24_700, price: 120 },
      callBuy: { strike: 25_000, price: 90 },
    });
    await until('the basket to be done', PATIENCE_MS, async () => {
      return (await client.baskets.show(basketId)).status === 'ALL_DONE';
    });
    const { outcome, legs, stages } = await client.baskets.show(basketId);
    expect(outcome).toBe('COMPLETE');
    const bought = stages[0].completedAt!;
    for (const { side, order: sent } of legs) {
      expect(sent).toMatchObject({ link, ordStatus: 'Filled', basketId });
      if (side === 'SELL') expect(sent!.createdAt >= bought).toBe(true);
    }
  });
});
