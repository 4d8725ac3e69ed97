import { setTimeout as sleep } from 'node:timers/promises';
import { OmeClient } from '@ome/client';
import type { OrderView } from '@ome/contracts';
import { CompiledApps } from '../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess, until } from '../../dev/src/engine-process/engine-process';
import { BROKERS, type Broker } from './brokers';
import { eventually } from '../../../libs/platform/src/testing/eventually';
import { JsonClient } from './json-client';
import { Simulator } from './observe/simulator';
import { BROKER_SETTINGS, SYMBOLS } from './scenarios/brokers';
import { WORDS } from './scenarios/terminal';

const PATIENCE_MS = 30_000;
const LOOK_MS = 100;

/** Books are read only after a gap in the stream: actions during a gap stay unknown until then. */
const SELDOM = '3600000';
const SETTINGS = {
  ...BROKER_SETTINGS,
  FLATTRADE_POLL_MS: SELDOM,
  BREEZE_POLL_MS: SELDOM,
  BROKER_RECONCILE_MS: SELDOM,
};

/** The session's product for shares sold the same day, and its terminal's name for it. */
const INTRADAY: Readonly<Record<Broker, { product: string; words: object }>> = {
  flattrade: { product: 'MIS', words: { prd: 'I' } },
  breeze: { product: 'CNC', words: { product: 'cash' } },
};

/** Four shares, converted by the terminal to another product. */
const CONVERSION: Readonly<Record<Broker, { product: string; words: object }>> = {
  flattrade: {
    product: 'CNC',
    words: { exch: 'NSE', tsym: 'SBIN-EQ', prevprd: 'I', prd: 'C', trantype: 'B', qty: '4' },
  },
  breeze: {
    product: 'MTF',
    words: {
      stock_code: 'STABAN',
      exchange_code: 'NSE',
      product_type: 'cash',
      to_product: 'mtf',
      action: 'buy',
      quantity: '4',
    },
  },
};

jest.setTimeout(3 * PATIENCE_MS);

let apps: CompiledApps;
let engine: EngineProcess;
let client: OmeClient;
let world: JsonClient;
let simulator: Simulator;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir(), SETTINGS);
  client = new OmeClient({ url: engine.state.apiUrl });
  world = new JsonClient(engine.state.simulatorUrl, 1);
  simulator = new Simulator(world);
}, ENGINE_START_MS);

afterAll(async () => {
  await world?.close();
  await engine?.stop();
  apps.remove();
}, ENGINE_START_MS);

describe.each(BROKERS)("somebody trades in %s's app beside us", (link) => {
  const { product, words } = INTRADAY[link];

  /** One share and one account for each test, as all share a session. */
  const desk = (symbol: keyof typeof SYMBOLS) => {
    const account = `meddled-${link}-${symbol}`;
    const of = { account, symbol, exchange: 'NSE' };
    const nets = async (): Promise<string[]> => {
      // Each check is a call that counts in the broker's limits.
      await sleep(LOOK_MS);
      const { items, brokers = [] } = await client.positions.list({ ...of, broker: true });
      const session = brokers.find((each) => each.link === link)!;
      const theirs = session.items.find((net) => net.product === product);
      const ours = items.find((position) => position.product === product);
      return [ours?.netQty ?? '0', session.fault ?? theirs?.brokerNetQty ?? '0'];
    };
    const untilNets = (ours: number, theirs: number) =>
      eventually(async () => {
        expect(await nets()).toEqual([String(ours), String(theirs)]);
      }, PATIENCE_MS);
    return {
      account,
      nets,
      untilNets,
      place: (side: 'BUY' | 'SELL', quantity: number, price = '100'): Promise<OrderView> =>
        client.orders.place({
          ...of,
          link,
          product,
          side,
          quantity,
          price,
          ordType: 'LIMIT',
          timeInForce: 'DAY',
        }),
      /** In the broker's own app; the engine learns of it only when the stream is back. */
      dealsElsewhere: async (side: 'buy' | 'sell', quantity: number): Promise<void> => {
        const named = SYMBOLS[symbol][link];
        const order = WORDS[link].order(named, side, String(quantity), '100');
        await simulator.actAtTerminal(link, 'place', { ...order, ...words });
      },
      closeAll: async () => (await client.positions.closeAll({ account })).items,
      /** Orders sent to the broker that its app did not place. */
      ownOrders: async (side: 'BUY' | 'SELL') => {
        const { items } = await client.orders.list({ account, side });
        return items.filter(({ origin }) => origin === 'client').map(({ orderQty }) => orderQty);
      },
    };
  };

  test('it sells all that we bought: close-all sends nothing', async () => {
    const { place, untilNets, dealsElsewhere, closeAll, ownOrders } = desk('RELIANCE');
    await place('BUY', 10);
    await untilNets(10, 10);
    await simulator.cutStreams(link, 0);
    await dealsElsewhere('sell', 10);
    await untilNets(10, 0);
    expect(await closeAll()).toMatchObject([
      {
        outcome: 'notHeld',
        orders: [],
        brokerNetQty: '0',
        detail: 'The broker holds nothing of your 10',
      },
    ]);
    // The stream reports it, as the account's own sale.
    await untilNets(0, 0);
    expect(await closeAll()).toEqual([]);
    expect(await ownOrders('SELL')).toEqual([]);
  });

  test('it sells a part: close-all sells the rest', async () => {
    const { place, untilNets, dealsElsewhere, closeAll, ownOrders } = desk('INFY');
    await place('BUY', 10);
    await untilNets(10, 10);
    await simulator.cutStreams(link, 0);
    await dealsElsewhere('sell', 4);
    await untilNets(10, 6);
    const detail = 'The broker holds 6 of your 10';
    expect(await closeAll()).toMatchObject([{ outcome: 'closing', detail }]);
    await untilNets(0, 0);
    expect(await ownOrders('SELL')).toEqual(['6']);
  });

  test('it sells more than we hold: close-all closes the resulting position', async () => {
    const { place, untilNets, dealsElsewhere, closeAll, ownOrders } = desk('ICICIBANK');
    await place('BUY', 10);
    await untilNets(10, 10);
    await simulator.cutStreams(link, 0);
    await dealsElsewhere('sell', 25);
    await untilNets(10, -15);
    expect(await closeAll()).toMatchObject([
      { outcome: 'notHeld', detail: 'The broker is at -15, and you at 10' },
    ]);
    await untilNets(-15, -15);
    expect(await closeAll()).toMatchObject([{ outcome: 'closing' }]);
    await untilNets(0, 0);
    expect([await ownOrders('SELL'), await ownOrders('BUY')]).toEqual([[], ['15', '10']]);
  });

  test('it buys back what we sold: close-all sends nothing', async () => {
    const { place, untilNets, dealsElsewhere, closeAll, ownOrders } = desk('HDFCBANK');
    await place('SELL', 10);
    await untilNets(-10, -10);
    await simulator.cutStreams(link, 0);
    await dealsElsewhere('buy', 10);
    await untilNets(-10, 0);
    expect(await closeAll()).toMatchObject([{ outcome: 'notHeld' }]);
    await untilNets(0, 0);
    expect(await ownOrders('BUY')).toEqual([]);
  });

  test('the risk desk squares off while close-all is asked for, again and again', async () => {
    const { place, untilNets, nets, closeAll } = desk('BAJAJ-AUTO');
    await place('BUY', 10);
    await untilNets(10, 10);
    const closings = Array.from({ length: 3 }, closeAll);
    await simulator.squareOff(link);
    await Promise.all(closings);
    await until('no position to be left', PATIENCE_MS, async () => {
      await closeAll();
      return (await nets()).every((net) => net === '0');
    });
    await untilNets(0, 0);
  });

  test('it converts what we bought: both products follow, and each is closed as its own product', async () => {
    const { account, place, untilNets, closeAll } = desk('SBIN');
    await place('BUY', 10);
    await untilNets(10, 10);
    await simulator.cutStreams(link, 0);
    await simulator.actAtTerminal(link, 'convert', CONVERSION[link].words);
    await untilNets(10, 6);
    // The books are read again with the stream.
    await untilNets(6, 6);
    const { product: turned } = CONVERSION[link];
    const { items } = await client.positions.list({ account, product: turned });
    expect(items).toMatchObject([{ symbol: 'SBIN', netQty: '4' }]);
    const closed = await closeAll();
    expect(closed.map((each) => `${each.product} ${each.orders[0]?.orderQty}`).sort()).toEqual(
      [`${product} 6`, `${turned} 4`].sort(),
    );
    await untilNets(0, 0);
  });
});

test('a position is converted over the API, if the broker can, and both products follow', async () => {
  const account = 'converted';
  const of = { account, symbol: 'TCS', exchange: 'NSE', link: 'flattrade' };
  const bought = await client.orders.place({
    ...of,
    product: 'MIS',
    side: 'BUY',
    ordType: 'LIMIT',
    quantity: 10,
    price: '100',
  });
  const nets = async () => {
    const { items, brokers = [] } = await client.positions.list({ ...of, broker: true });
    const ours = items.map(({ product, netQty }) => `${product} ${netQty}`).sort();
    const theirs = brokers[0].items.map(
      ({ product, brokerNetQty }) => `${product} ${brokerNetQty}`,
    );
    return [ours, theirs.sort()];
  };
  await eventually(async () => {
    expect((await client.orders.show(bought.orderId)).ordStatus).toBe('Filled');
    expect(await nets()).toEqual([['MIS 10'], ['MIS 10']]);
    await sleep(LOOK_MS);
  }, PATIENCE_MS);
  const conversion = {
    exchange: 'NSE',
    symbol: 'TCS',
    side: 'BUY',
    quantity: 4,
    fromProduct: 'MIS',
    toProduct: 'CNC',
    positionType: 'DAY',
  } as const;
  await client.links.convert('flattrade', account, conversion);
  const converted = ['CNC 4', 'MIS 6'];
  expect(await nets()).toEqual([converted, converted]);
  await expect(
    client.links.convert('flattrade', account, { ...conversion, quantity: 7 }),
  ).rejects.toThrow();
  expect(await nets()).toEqual([converted, converted]);
  await expect(client.links.convert('breeze', account, conversion)).rejects.toMatchObject({
    status: 422,
    detail: 'breeze cannot convert positions',
  });
});
