import { type BookOrder, decimal, OrdStatus, OrdType, type Order, Side } from '@ome/domain';
import type { SendOutcome } from '@ome/engine';
import { BrokerCredentials } from '@ome/platform';
import { breezeAccount } from '../../../../apps/simulator/src/testing/breeze-client';
import { eventually, Harness } from '../../../../apps/simulator/src/testing/harness';
import { BrokerLogin } from '../broker/broker-login';
import { FakeBudget, MemoryTokens } from '../testing/broker-session';
import { aCommand, anOrder, aRequest } from '../testing/link-requests';
import { BreezeLink } from './breeze-link';
import { FakePlacementHolds, USER_ID } from './testing/breeze-fakes';
import { INSTRUMENTS } from './testing/breeze-rig';

/** The link and the simulated broker, with nothing between them but HTTP and socket.io. */
describe('BreezeLink with the simulator', () => {
  let sim: Harness;
  let link: BreezeLink;
  let login: BrokerLogin;
  let budget: FakeBudget;
  let told: BookOrder[];
  let opened: number;
  let orders = 0;

  beforeAll(async () => {
    sim = await Harness.start(1, { brokers: [breezeAccount()], limitFactor: 1_000 });
  });
  afterAll(() => sim.stop());

  beforeEach(async () => {
    await sim.call('DELETE', '/control');
    const now = () => new Date();
    login = new BrokerLogin(new MemoryTokens(), 'breeze', USER_ID, now, () => undefined);
    budget = new FakeBudget();
    link = new BreezeLink({
      credentials: new BrokerCredentials(
        USER_ID,
        `key+of=${USER_ID}`,
        `secret-of-${USER_ID}`,
        null,
      ),
      login,
      budget,
      timeoutMs: 1_000,
      connections: 4,
      newOrderMaxWaitMs: 60_000,
      marketOrders: 'protect',
      now,
      onHealthChange: () => undefined,
      restUrl: `${sim.url}/breeze/breezeapi/api/v1`,
      loginPageUrl: `${sim.url}/breeze/apiuser/login`,
      streamUrl: `${sim.url}/breeze/socket.io`,
      modifyQuantity: 'total',
      cashFramePrices: 'rupees',
      sendWindowMs: 2_000,
      instruments: INSTRUMENTS,
      holds: new FakePlacementHolds(),
      ours: async () => false,
    });
    told = [];
    opened = 0;
    await logIn();
  });
  afterEach(() => link.close());

  /** As the account's owner does: in a browser, which the broker sends back with a code. */
  async function logIn(): Promise<void> {
    const { headers } = await fetch(link.loginUrl, { redirect: 'manual' });
    const code = new URL(headers.get('location')!).searchParams.get('apisession');
    await link.logIn(code!);
  }

  const control = (behaviour: object) => sim.call('PUT', '/control', behaviour);
  const setBroker = (settings: object) => sim.call('PUT', '/control/brokers/breeze', settings);

  /** Another contract each time, so that no order is taken for another one. */
  const option = (fields: Parameters<typeof anOrder>[0] = {}): Order => {
    orders += 1;
    const symbol = `NIFTY20OCT26C${20_000 + orders * 50}`;
    const terms = { side: Side.Buy, orderQty: decimal(65), price: decimal('101.5') };
    const orderId = String(orders).padStart(24, '0');
    return anOrder({ exchange: 'NFO', symbol, orderId, ...terms, ...fields });
  };

  const attempt = (order: Order) =>
    aRequest(order, {
      tag: link.tag(order.commands[0], 1),
      sendBy: new Date(Date.now() + 2_000),
    });

  async function place(order: Order): Promise<SendOutcome> {
    expect(await link.admit(order, order.commands[0])).toEqual({ admitted: true });
    return link.send(attempt(order));
  }

  async function placed(order: Order): Promise<Order> {
    const sent = await place(order);
    expect(sent).toEqual({ outcome: 'accepted', brokerOrderId: expect.any(String) as string });
    return { ...order, brokerOrderId: (sent as { brokerOrderId: string }).brokerOrderId };
  }

  function change(order: Order, kind: 'replace' | 'cancel', terms: Partial<Order> = {}) {
    const { orderQty, price, stopPrice } = { ...order, ...terms };
    const command = aCommand(order, {
      clOrdId: `${order.orderId}-2`,
      kind,
      terms: kind === 'replace' ? { orderQty, price, stopPrice } : null,
    });
    return aRequest({ ...order, commands: [command] }, { command });
  }

  const rowOf = async (order: Order) =>
    (await link.orders()).find(({ ours }) => ours.brokerOrderId === order.brokerOrderId)?.ours;

  const framesOf = ({ brokerOrderId }: Order) =>
    told.filter((row) => row.brokerOrderId === brokerOrderId);

  async function following<T>(during: () => Promise<T>): Promise<T> {
    const stop = new AbortController();
    const listener = { opened: () => (opened += 1), order: (row: BookOrder) => told.push(row) };
    const end = link.follow(listener, stop.signal);
    await eventually(() => expect(opened).toBeGreaterThan(0));
    try {
      return await during();
    } finally {
      stop.abort();
      await end;
    }
  }

  test('an order rests, is changed and canceled, in frames and books', async () => {
    await control({ behaviour: 'rest' });
    await following(async () => {
      const order = await placed(option());
      await eventually(() => expect(framesOf(order).at(-1)?.ordStatus).toBe(OrdStatus.New));
      expect(framesOf(order)[0]).toMatchObject({
        symbol: order.symbol,
        exchange: 'NFO',
        side: Side.Buy,
        orderQty: decimal(65),
        price: decimal('101.5'),
        cumQty: decimal(0),
      });

      const replace = change(order, 'replace', { orderQty: decimal(130), price: decimal(102) });
      expect(await link.send(replace)).toMatchObject({ outcome: 'accepted' });
      await eventually(() => expect(framesOf(order).at(-1)?.price).toEqual(decimal(102)));
      expect(await link.lookUp(replace)).toMatchObject({ outcome: 'found' });
      expect(await rowOf(order)).toMatchObject({
        symbol: order.symbol,
        orderQty: decimal(130),
        price: decimal(102),
        ordStatus: OrdStatus.New,
        cumQty: decimal(0),
      });

      const cancel = change(order, 'cancel');
      expect(await link.lookUp(cancel)).toEqual({ outcome: 'absent' });
      expect(await link.send(cancel)).toMatchObject({ outcome: 'accepted' });
      await eventually(() => expect(framesOf(order).at(-1)?.ordStatus).toBe(OrdStatus.Canceled));
      expect(await rowOf(order)).toMatchObject({
        ordStatus: OrdStatus.Canceled,
        cumQty: decimal(0),
      });
      expect(await link.lookUp(cancel)).toMatchObject({ outcome: 'found' });
      expect(await link.send(cancel)).toMatchObject({ outcome: 'refused' });
    });
  });

  test('an order is filled in parts, the same in frames and books', async () => {
    await control({ behaviour: 'fill', parts: 2 });
    const order = await following(async () => {
      const taken = await placed(option());
      await eventually(() => expect(framesOf(taken).at(-1)?.ordStatus).toBe(OrdStatus.Filled));
      return taken;
    });
    expect(framesOf(order).at(-1)?.cumQty).toEqual(decimal(65));
    expect(await rowOf(order)).toMatchObject({
      ordStatus: OrdStatus.Filled,
      cumQty: decimal(65),
    });

    const trades = await link.trades(order);
    expect(trades).toHaveLength(2);
    const quantity = trades.reduce((sum, { ours }) => sum.plus(ours.lastQty), decimal(0));
    expect(quantity).toEqual(decimal(65));
    const all = (await link.trades()).map(({ ours }) => ours);
    for (const { ours } of trades) expect(all).toContainEqual(ours);

    const positions = await link.positions();
    expect(positions.find(({ ours }) => ours.symbol === order.symbol)?.ours).toMatchObject({
      exchange: 'NFO',
      netQty: decimal(65),
      avgPx: decimal('101.5'),
    });
    expect(await link.history(order)).toMatchObject([{ ordStatus: OrdStatus.Filled }]);
  });

  test.each([1, 100])('frames about shares, their prices times %i', async (cashFrameScale) => {
    await setBroker({ cashFrameScale });
    await control({ behaviour: 'rest' });
    await following(async () => {
      const share = anOrder({ side: Side.Buy, price: decimal('1400.1') });
      const order = await placed({ ...share, orderQty: decimal(10 + cashFrameScale) });
      await eventually(() => expect(framesOf(order).at(-1)?.ordStatus).toBe(OrdStatus.New));
      // The price of the order is known by now, and shows the scale of a later frame at the latest.
      await link.send(change(order, 'replace', { price: decimal('1400.2') }));
      await eventually(() => expect(framesOf(order).at(-1)?.price).toEqual(decimal('1400.2')));
      expect(framesOf(order).at(-1)?.symbol).toBe('RELIANCE');
      await link.send(change(order, 'cancel'));
    });
  });

  test('a market order goes out with a limit on the far side of the last price', async () => {
    const order = anOrder({ ordType: OrdType.Market, price: null, orderQty: decimal(3) });
    const { lastPx } = await link.quote('NSE', 'RELIANCE');
    const taken = await placed(order);
    await eventually(async () => expect((await rowOf(taken))?.ordStatus).toBe(OrdStatus.Filled));
    const { price } = (await rowOf(taken))!;
    expect(price!.lt(lastPx) && price!.gt(lastPx.times('0.96'))).toBe(true);
  });

  describe('a lost answer', () => {
    test('the order is found by what it is', async () => {
      await control({ behaviour: 'dropAfterActing', then: 'rest' });
      const order = option();
      expect(await place(order)).toMatchObject({ outcome: 'unknown' });
      expect(await link.lookUp(attempt(order))).toMatchObject({
        outcome: 'found',
        brokerOrderId: expect.any(String) as string,
        text: expect.stringContaining('content') as string,
      });
    });

    test('that it never arrived cannot be proved', async () => {
      await control({ behaviour: 'dropBeforeActing' });
      const order = option();
      expect(await place(order)).toMatchObject({ outcome: 'unknown' });
      expect(await link.lookUp(attempt(order))).toMatchObject({ outcome: 'unanswered' });
    });

    test('another one just like it is not sent before', async () => {
      await control({ behaviour: 'dropBeforeActing' });
      const order = option();
      await place(order);
      const { symbol } = order;
      const alike = option({ symbol });
      expect(await link.admit(alike, alike.commands[0])).toMatchObject({ admitted: false });
    });

    test('where tags come back, the order is found by its own, or proved absent', async () => {
      await setBroker({ echoRemark: true });
      await control({ behaviour: 'rest' });
      await placed(option());
      await eventually(() => expect(link.dedupe).toBe('tagged'));

      await control({ behaviour: 'dropAfterActing', then: 'rest' });
      const arrived = option();
      expect(await place(arrived)).toMatchObject({ outcome: 'unknown' });
      expect(await link.lookUp(attempt(arrived))).toEqual({
        outcome: 'found',
        brokerOrderId: expect.any(String) as string,
      });
      await control({ behaviour: 'dropBeforeActing' });
      const { symbol } = arrived;
      const lost = option({ symbol });
      expect(await place(lost)).toMatchObject({ outcome: 'unknown' });
      expect(await link.lookUp(attempt(lost))).toEqual({ outcome: 'absent' });
    });

    test.each(['error500', 'nonsense', 'unavailable'])('%s is one, too', async (behaviour) => {
      await control({ behaviour });
      expect(await place(option())).toMatchObject({ outcome: 'unknown' });
    });
  });

  test.each([false, true])('too many calls (in the answer: %s): not sent', async (inAnswer) => {
    await control({ behaviour: 'rateLimited', inAnswer });
    expect(await place(option())).toMatchObject({
      outcome: 'notSent',
      retryAfterMs: expect.any(Number) as number,
    });
    expect(budget.backedOff).toHaveLength(1);
    expect(link.loginState).toBe('loggedIn');
  });

  test('a refusal has the words of the broker', async () => {
    await control({ behaviour: 'refuse', comment: 'Limit is not sufficient' });
    expect(await place(option())).toMatchObject({
      outcome: 'refused',
      text: expect.stringContaining('not sufficient') as string,
    });
  });

  test('a session that is over sends nothing until the next login', async () => {
    await control({ behaviour: 'sessionExpired' });
    const order = option();
    expect(await place(order)).toMatchObject({ outcome: 'notSent' });
    expect([link.loginState, link.isUp()]).toEqual(['loginNeeded', false]);

    await control({ behaviour: 'rest' });
    await logIn();
    expect(link.isUp()).toBe(true);
    await placed(order);
  });

  test('a stream that is cut says so, and the next one that the session is over', async () => {
    const never = new AbortController().signal;
    const followUntil = (end: 'cut' | 'expire') => {
      const opened = () => void sim.call('POST', `/control/brokers/breeze/${end}`, {});
      return link.follow({ opened, order: () => undefined }, never);
    };
    await followUntil('cut');
    await followUntil('expire');
    expect(link.loginState).toBe('loggedIn');
    await followUntil('cut');
    expect(link.loginState).toBe('loginNeeded');
  });

  test('holdings, limits and quotes', async () => {
    expect((await link.holdings()).length).toBeGreaterThan(0);
    expect(await link.limits()).toMatchObject({ funds: {}, margin: { NSE: {}, NFO: {} } });
    const quote = await link.quote('NFO', 'NIFTY20OCT26C25000');
    expect(quote.lastPx.gt(0)).toBe(true);
    expect(quote.tickSize).toEqual(decimal('0.05'));
  });
});
