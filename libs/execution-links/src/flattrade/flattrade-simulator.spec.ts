import { type BrokerOrder, decimal, decimalText, type Order, OrdStatus } from '@ome/domain';
import {
  type LinkRequest,
  type PositionConversion,
  recordsOf,
  type SendOutcome,
} from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import {
  flattradeAccount,
  FlattradeClient as Program,
} from '../../../../apps/simulator/src/testing/flattrade-client';
import { eventually, Harness } from '../../../../apps/simulator/src/testing/harness';
import { KnownInstruments } from '../../../engine/src/testing/known-instruments';
import { BrokerLogin } from '../broker/broker-login';
import { FakeBudget, MemoryTokens } from '../testing/broker-session';
import { FlattradeLink, type FlattradeLinkOptions } from './flattrade-link';
import { cancel, order, replace, request } from './testing/flattrade-harness';

/** What only Flattrade does; the conformance suite has what all links do. */
describe('FlattradeLink and the simulated Flattrade', () => {
  let sim: Harness;
  let link: FlattradeLink;
  let budget: FakeBudget;
  let stop: AbortController;

  beforeEach(async () => {
    sim = await Harness.start(1, { brokers: [flattradeAccount()], limitFactor: 1_000 });
    stop = new AbortController();
    link = await loggedIn();
  });
  afterEach(async () => {
    stop.abort();
    await link.close();
    await sim.stop();
  });

  async function loggedIn(options: Partial<FlattradeLinkOptions> = {}): Promise<FlattradeLink> {
    budget = new FakeBudget();
    const now = () => new Date();
    const made = new FlattradeLink({
      credentials: new BrokerCredentials('FT1', 'key-of-FT1', 'secret-of-FT1', null),
      login: new BrokerLogin(new MemoryTokens(), 'flattrade', 'FT1', now, () => undefined),
      budget,
      instruments: new KnownInstruments([]),
      restUrl: `${sim.url}/flattrade/PiConnectAPI`,
      socketUrl: `${sim.url.replace('http', 'ws')}/flattrade/PiConnectWSAPI/`,
      authUrl: `${sim.url}/flattrade/auth`,
      tokenUrl: `${sim.url}/flattrade/trade/apitoken`,
      signing: 'session',
      ampersand: 'json',
      timeoutMs: 1_000,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now,
      onHealthChange: () => undefined,
      ...options,
    });
    await made.logIn(await Program.code(sim, 'FT1'));
    return made;
  }

  const control = (behaviour: object) => sim.call('PUT', '/control', behaviour);

  /** A placement with a tag of its own, as the engine sends it. */
  function placement(attempt = 1, of: Order = order()): LinkRequest {
    return request(of, { tag: link.tag(of.commands[0], attempt) });
  }

  async function placed(asked = placement()): Promise<Order> {
    const outcome = await link.send(asked);
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    return { ...asked.order, brokerOrderId: numberIn(outcome) };
  }

  async function receive() {
    const rows: BrokerOrder[] = [];
    let opened = 0;
    const end = link.streamOrders(
      {
        opened: () => (opened += 1),
        order: (row) => rows.push(row),
        unreadable: () => undefined,
      },
      stop.signal,
    );
    await eventually(() => expect(opened).toBe(1));
    return { rows, end };
  }

  test('an order lives from placement to cancel, in frames and in the books', async () => {
    await control({ behaviour: 'rest' });
    const { rows } = await receive();
    const asked = placement();
    const of = await placed(asked);
    await eventually(() => expect(rows.at(-1)?.news).toBe('New'));
    expect(rows[0]).toMatchObject({
      brokerOrderId: of.brokerOrderId,
      tag: asked.tag,
      symbol: 'INFY',
      exchange: 'NSE',
      ordStatus: OrdStatus.PendingNew,
    });

    expect(await link.send(replace(of))).toMatchObject({ outcome: 'accepted' });
    await eventually(() => expect(rows.at(-1)?.news).toBe('Replaced'));
    const [book] = (await link.orders()).rows;
    expect(book.ours).toMatchObject({ symbol: 'INFY', ordStatus: OrdStatus.New, tag: asked.tag });
    expect(decimalText(book.ours.orderQty)).toBe('150');
    expect(book.broker).toMatchObject({ tsym: 'INFY-EQ', status: 'OPEN' });

    expect(await link.send(cancel(of))).toMatchObject({ outcome: 'accepted' });
    await eventually(() => expect(rows.at(-1)?.news).toBe('Canceled'));
    const history = recordsOf(await link.history(of));
    expect(history.flatMap(({ news }) => news ?? [])).toEqual(['New', 'Replaced', 'Canceled']);
    expect(await link.send(cancel(of))).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('Order may be already executed/cancelled'),
    });
  });

  test('a later rejection by the broker gives the reason', async () => {
    await control({ behaviour: 'reject', text: 'RED:Margin Shortfall' });
    const { rows } = await receive();
    await placed();

    await eventually(() =>
      expect(rows.at(-1)).toMatchObject({
        ordStatus: OrdStatus.Rejected,
        text: 'RED:Margin Shortfall (Insufficient margin for this trade)',
      }),
    );
  });

  test('the code of the login page works once', async () => {
    const code = await Program.code(sim, 'FT1');
    await link.logIn(code);

    await expect(link.logIn(code)).rejects.toThrow('Invalid Request Code');
  });

  test('shares with an ampersand are the same on both sides', async () => {
    const of = await placed(placement(1, order({ symbol: 'M&M' })));

    expect((await link.orders()).rows[0]).toMatchObject({
      ours: { symbol: 'M&M', brokerOrderId: of.brokerOrderId },
      broker: { tsym: 'M&M-EQ' },
    });
  });

  test('a cover order can be exited, others cannot', async () => {
    await control({ behaviour: 'rest' });
    const cover = await placed(placement(1, order({ product: 'CO' })));

    expect(await link.exit(cover)).toBe('exit sent');
    await eventually(async () => {
      const [{ ours }] = (await link.orders()).rows;
      expect(ours.ordStatus).toBe(OrdStatus.Canceled);
    });
    await expect(link.exit(order())).rejects.toThrow('Only cover and bracket orders');
  });

  test('a position is converted to another product', async () => {
    await control({ behaviour: 'fill', parts: 1 });
    await placed();
    await eventually(async () => expect((await link.positions()).rows).toHaveLength(1));
    const conversion: PositionConversion = {
      exchange: 'NSE',
      symbol: 'INFY',
      side: 'SELL',
      quantity: decimal(100),
      fromProduct: 'CNC',
      toProduct: 'MIS',
      positionType: 'DAY',
    };

    expect(await link.convert(conversion)).toBe('Converted to MIS');
    const products = recordsOf(await link.positions()).map(({ product }) => product);
    expect(products).toContain('MIS');
    await expect(link.convert({ ...conversion, toProduct: 'GOLD' })).rejects.toThrow('GOLD');
  });

  test("beyond the broker's own limit nothing is lost or doubled", async () => {
    await sim.stop();
    await link.close();
    sim = await Harness.start(1, { brokers: [flattradeAccount()], limitFactor: 1 });
    link = await loggedIn();
    const attempts = Array.from({ length: 15 }, (_, attempt) => placement(attempt));
    const outcomes = await Promise.all(attempts.map((attempt) => link.send(attempt)));

    const refused = outcomes.filter(({ outcome }) => outcome === 'notSent');
    const taken = outcomes.filter(({ outcome }) => outcome === 'accepted');
    expect(refused.length).toBeGreaterThan(0);
    expect(taken.length + refused.length).toBe(15);
    expect(refused[0]).toMatchObject({
      text: expect.stringContaining('Reduce API call frequency'),
    });
    expect((await link.orders()).rows).toHaveLength(taken.length);
  });
});

const numberIn = (outcome: SendOutcome): string | null =>
  outcome.outcome === 'accepted' ? outcome.brokerOrderId : null;
