import { type BookOrder, decimal, decimalText, type Order, OrdStatus, OrdType } from '@ome/domain';
import type { LinkRequest, PositionConversion, SendOutcome } from '@ome/engine';
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

/** The link against the whole broker: REST, websocket, login page, and its faults. */
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
  const expire = () => sim.call('POST', '/control/brokers/flattrade/expire', {});

  /** A placement with a tag of its own, as the engine asks for it. */
  function placement(attempt = 1, of: Order = order()): LinkRequest {
    return request(of, { tag: link.tag(of.commands[0], attempt) });
  }

  async function placed(asked = placement()): Promise<Order> {
    const outcome = await link.send(asked);
    expect(outcome).toMatchObject({ outcome: 'accepted' });
    return { ...asked.order, brokerOrderId: numberIn(outcome) };
  }

  async function following() {
    const rows: BookOrder[] = [];
    let opened = 0;
    const end = link.follow(
      { opened: () => (opened += 1), order: (row) => rows.push(row) },
      stop.signal,
    );
    await eventually(() => expect(opened).toBe(1));
    return { rows, end };
  }

  test('an order lives from placement to cancel, in frames and in the books', async () => {
    await control({ behaviour: 'rest' });
    const { rows } = await following();
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
    const [book] = await link.orders();
    expect(book.ours).toMatchObject({ symbol: 'INFY', ordStatus: OrdStatus.New, tag: asked.tag });
    expect(decimalText(book.ours.orderQty)).toBe('150');
    expect(book.broker).toMatchObject({ tsym: 'INFY-EQ', status: 'OPEN' });

    expect(await link.send(cancel(of))).toMatchObject({ outcome: 'accepted' });
    await eventually(() => expect(rows.at(-1)?.news).toBe('Canceled'));
    const history = await link.history(of);
    expect(history.flatMap(({ news }) => news ?? [])).toEqual(['New', 'Replaced', 'Canceled']);
    expect(await link.send(cancel(of))).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('Order may be already executed/cancelled'),
    });
  });

  test('a fill is one execution, whichever way it comes', async () => {
    await control({ behaviour: 'fill', parts: 2 });
    const { rows } = await following();
    const of = await placed();
    await eventually(() => expect(rows.at(-1)?.ordStatus).toBe(OrdStatus.Filled));

    const byStream = rows.flatMap(({ trade }) => trade ?? []);
    const byBook = (await link.trades(of)).map(({ ours }) => ours);
    const byHistory = (await link.history(of)).flatMap(({ trade }) => trade ?? []);
    expect(byStream).toHaveLength(2);
    const ids = byStream.map(({ execId }) => execId);
    expect(byBook.map(({ execId }) => execId).sort()).toEqual([...ids].sort());
    expect(byHistory.map(({ execId }) => execId)).toEqual(ids);
    expect(await link.trades({ ...of, brokerOrderId: '1' })).toEqual([]);
    const [position] = await link.positions();
    expect(position.ours).toMatchObject({ symbol: 'INFY', exchange: 'NSE', product: 'CNC' });
    expect(decimalText(position.ours.netQty)).toBe('-100');
  });

  test('what the broker rejects later says why', async () => {
    await control({ behaviour: 'reject', text: 'RED:Margin Shortfall' });
    const { rows } = await following();
    await placed();

    await eventually(() =>
      expect(rows.at(-1)).toMatchObject({
        ordStatus: OrdStatus.Rejected,
        text: 'RED:Margin Shortfall (Insufficient margin for this trade)',
      }),
    );
  });

  test('a lost answer to a placement that arrived is found by its tag, once', async () => {
    await control({ behaviour: 'dropAfterActing', then: 'rest' });
    const asked = placement();
    expect(await link.send(asked)).toMatchObject({ outcome: 'unknown' });

    const found = await link.lookUp(asked);
    expect(found).toMatchObject({ outcome: 'found' });
    const [book] = await link.orders();
    expect(found).toMatchObject({ brokerOrderId: book.ours.brokerOrderId });
    expect(await link.lookUp(placement(2))).toEqual({ outcome: 'absent' });
  });

  test.each(['dropBeforeActing', 'noAnswer', 'error500', 'nonsense', 'unavailable'])(
    'after %s the placement is in doubt, and absent',
    async (behaviour) => {
      await control({ behaviour });
      const asked = placement();

      expect(await link.send(asked)).toMatchObject({ outcome: 'unknown' });
      expect(await link.lookUp(asked)).toEqual({ outcome: 'absent' });
    },
  );

  test.each(['missing', 'error'])('a look-up answered %s proves nothing', async (lookup) => {
    await control({ behaviour: 'dropAfterActing' });
    const asked = placement();
    await link.send(asked);
    await sim.call('PUT', '/control/lookup', { behaviour: lookup });

    expect(await link.lookUp(asked)).toMatchObject({ outcome: 'unanswered' });
  });

  test('lost answers to a replace and a cancel are found in the history', async () => {
    await control({ behaviour: 'rest' });
    const of = await placed();
    await control({ behaviour: 'dropBeforeActing' });
    expect(await link.send(replace(of))).toMatchObject({ outcome: 'unknown' });
    expect(await link.lookUp(replace(of))).toEqual({ outcome: 'absent' });
    expect(await link.lookUp(cancel(of))).toEqual({ outcome: 'absent' });

    await control({ behaviour: 'dropAfterActing', then: 'rest' });
    expect(await link.send(replace(of))).toMatchObject({ outcome: 'unknown' });
    expect(await link.lookUp(replace(of))).toMatchObject({ outcome: 'found' });
    expect(await link.send(cancel(of))).toMatchObject({ outcome: 'unknown' });
    expect(await link.lookUp(cancel(of))).toMatchObject({ outcome: 'found' });
  });

  test('a session that is over sends nothing until somebody logs in', async () => {
    await expire();
    expect(await link.send(placement())).toMatchObject({ outcome: 'notSent' });
    expect(link.loginState).toBe('loginNeeded');
    expect(link.isUp()).toBe(false);
    await expect(link.orders()).rejects.toThrow('Not logged in');

    await link.logIn(await Program.code(sim, 'FT1'));
    expect(link.isUp()).toBe(true);
    expect(await link.send(placement(2))).toMatchObject({ outcome: 'accepted' });
    expect(await link.orders()).toHaveLength(1);
  });

  test('the code of the login page is good once', async () => {
    const code = await Program.code(sim, 'FT1');
    await link.logIn(code);

    await expect(link.logIn(code)).rejects.toThrow('Invalid Request Code');
  });

  test.each([false, true])('a limit, in an ordinary answer: %s', async (inAnswer) => {
    await control({ behaviour: 'rateLimited', inAnswer });

    expect(await link.send(placement())).toMatchObject({ outcome: 'notSent' });
    expect(budget.backedOff).toEqual([2_000]);
    expect(await link.orders()).toEqual([]);
  });

  test('the stream ends when it is cut, and can be opened again', async () => {
    const first = await following();
    await sim.call('POST', '/control/brokers/flattrade/cut', {});
    await first.end;

    const { rows } = await following();
    await placed();
    await eventually(() => expect(rows.length).toBeGreaterThan(0));
  });

  test('a market order trades as a limit near the market', async () => {
    await sim.call('PUT', '/control/prices/INFY-EQ', { price: '1500' });
    const quote = await link.quote('NSE', 'INFY');
    expect(decimalText(quote.lastPx)).toBe('1500');
    await placed(placement(1, order({ ordType: OrdType.Market, price: null })));

    const [{ broker }] = await link.orders();
    expect(broker).toMatchObject({ prctyp: 'LMT', prc: '1492.50' });
  });

  test('shares with an ampersand are the same on both sides', async () => {
    const of = await placed(placement(1, order({ symbol: 'M&M' })));

    expect((await link.orders())[0]).toMatchObject({
      ours: { symbol: 'M&M', brokerOrderId: of.brokerOrderId },
      broker: { tsym: 'M&M-EQ' },
    });
  });

  test('holdings and limits are the broker’s own', async () => {
    expect(await link.holdings()).toMatchObject([{ holdqty: '10' }, { holdqty: '25' }]);
    expect(await link.limits()).toMatchObject({ stat: 'Ok', cash: '10000000.00' });
  });

  test('a cover order has an exit, others have none', async () => {
    await control({ behaviour: 'rest' });
    const cover = await placed(placement(1, order({ product: 'CO' })));

    expect(await link.exit(cover)).toBe('exit sent');
    await eventually(async () => {
      const [{ ours }] = await link.orders();
      expect(ours.ordStatus).toBe(OrdStatus.Canceled);
    });
    await expect(link.exit(order())).rejects.toThrow('Only cover and bracket orders');
  });

  test('a position becomes another product', async () => {
    await control({ behaviour: 'fill', parts: 1 });
    await placed();
    await eventually(async () => expect(await link.positions()).toHaveLength(1));
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
    const products = (await link.positions()).map(({ ours }) => ours.product);
    expect(products).toContain('MIS');
    await expect(link.convert({ ...conversion, toProduct: 'GOLD' })).rejects.toThrow('GOLD');
  });

  test('the older signing and its shapes work alike', async () => {
    await link.close();
    link = await loggedIn({ signing: 'hmac-seed' });
    expect(await link.orders()).toEqual([]);
    await control({ behaviour: 'rest' });
    const { rows } = await following();
    const of = await placed();

    expect(await link.lookUp(placement())).toMatchObject({ outcome: 'found' });
    expect(await link.send(replace(of))).toMatchObject({ outcome: 'accepted' });
    expect(await link.send(cancel(of))).toMatchObject({ outcome: 'accepted' });
    await eventually(() => expect(rows.at(-1)?.news).toBe('Canceled'));
    expect(await link.trades()).toEqual([]);
  });

  test('beyond the broker’s own limit nothing is lost or doubled', async () => {
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
    expect(await link.orders()).toHaveLength(taken.length);
  });
});

const numberIn = (outcome: SendOutcome): string | null =>
  outcome.outcome === 'accepted' ? outcome.brokerOrderId : null;
