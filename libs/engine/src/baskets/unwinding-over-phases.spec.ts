import { readExchangeCalendar } from '@ome/composition';
import {
  type Basket,
  type BasketEvent,
  type BasketFact,
  decimal,
  foldBasket,
  KillSwitchMode,
  KillSwitchScope,
  ordStatus,
  OrdType,
  Side,
  TimeInForce,
} from '@ome/domain';
import { derivedId, nextId } from '@ome/platform';
import { BasketWriter, RunBaskets } from '..';
import { type EngineRig, TestClock } from '../testing/engine-rig';
import { ALL_HELD } from '../testing/memory-baskets';
import { useSendingRig } from '../testing/sending-rig';

const at = (clock: string) => new Date(`2026-08-04T${clock}+05:30`);
const future = { exchange: 'NFO', symbol: 'RELIANCE27AUG26F', kind: 'future' };
const rows = [{ ...future, underlying: 'RELIANCE', brokerSymbol: future.symbol }] as never;

const sending = useSendingRig();
let rig: EngineRig;
let time: Date;
let events: BasketEvent[];
let runner: RunBaskets;
let account: string;

beforeEach(async () => {
  const clock = new TestClock();
  time = at('15:14:30');
  clock.now = () => time;
  rig = sending.anotherProcess(clock, { calendar: readExchangeCalendar(null), rows });
  await rig.risk.refresh();
  account = `of-${nextId()}`;
  events = [];
  const append = async (event: BasketEvent) => {
    if (event.seq !== events.length + 1) return { verdict: 'conflict' } as const;
    events.push(event);
    return { verdict: 'committed', eventId: nextId() } as const;
  };
  const projector = { project: async () => undefined };
  const journal = { append, read: async () => [...events] };
  const writer = new BasketWriter(journal, projector, { announce: () => undefined }, clock);
  const ids = { next: nextId, derive: derivedId };
  runner = new RunBaskets(writer, rig.journal, rig, ALL_HELD, ids, clock);
});

const basket = (): Basket => foldBasket(events)!;
const happens = (fact: BasketFact) => {
  const envelope = { basketId: account, at: time, by: 'test', requestId: null };
  events.push({ ...fact, ...envelope, seq: events.length + 1 });
};
const advance = () => runner.advance(account);
const fill = (orderId: string) =>
  sending.report(orderId, {
    kind: 'Trade',
    execId: `fill of ${orderId}`,
    exchange: 'NSE',
    lastQty: 10,
    lastPx: 100,
    price: null,
  });

/** A basket whose only leg, a market order that buys 10, was sent. */
async function sentLeg(): Promise<string> {
  const clOrdId = 'B-1';
  const orderId = derivedId('clOrdId', account, clOrdId);
  const terms = { basketClOrdId: 'B', account, userId: null, stageTimeoutMs: 60_000 };
  const order = { ordType: OrdType.Market, timeInForce: TimeInForce.Day, price: null } as const;
  const instrument = { symbol: 'RELIANCE', exchange: 'NSE', product: null, link: 'rest' };
  const leg = { leg: 1, stage: 1, clOrdId, orderId, side: Side.Buy, orderQty: decimal(10) };
  happens({
    type: 'BasketNew',
    ...terms,
    proceedWhen: 'FILLED',
    onFailure: 'UNWIND',
    legs: [{ ...leg, ...order, ...instrument, tag: null, stopPrice: null }],
  });
  await advance();
  await rig.send.advance(orderId);
  return orderId;
}

function stop(): Promise<unknown> {
  happens({ type: 'BasketStopped', reason: 'CANCELED', text: 'enough', unwind: true });
  return advance();
}

/** A basket that bought 10 and is to be unwound by an order that is placed and not sent yet. */
async function unwinding(): Promise<string> {
  await fill(await sentLeg());
  await stop();
  return basket().unwindings[0].orderId;
}

/** What left is sold once, and the basket ends flat. */
async function expectUnwoundBy(orderId: string): Promise<void> {
  expect(ordStatus(await sending.order(orderId))).toBe('PendingNew');
  await rig.send.advance(orderId);
  await fill(orderId);
  await advance();
  expect(basket().ended).toMatchObject({ outcome: 'UNWOUND' });
  // It was bought, and sold.
  expect(sending.posts().map(({ path }) => path)).toEqual(['/new_order', '/new_order']);
}

test('what the closing auction holds back is closed as soon as orders are taken', async () => {
  const first = await unwinding();
  time = at('15:15:00');
  await rig.send.endForbidden(first);
  expect(await sending.order(first)).toMatchObject({ refusal: 'NOT_IN_THIS_PHASE' });
  for (const clock of ['15:15:01', '15:17:00', '15:19:59']) {
    time = at(clock);
    await advance();
  }
  expect(basket()).toMatchObject({
    ended: null,
    alerts: [{ code: 'UNWIND_WAITS', leg: 1, text: expect.stringContaining('until 15:20') }],
  });
  time = at('15:20:00');
  await advance();
  expect(basket().unwindings).toHaveLength(2);
  await expectUnwoundBy(basket().unwindings[1].orderId);
});

test('what a switch that blocks all holds back is closed once it is lifted', async () => {
  const first = await unwinding();
  const scope = { scope: KillSwitchScope.Account, id: account };
  const mode = KillSwitchMode.BlockAll;
  await rig.riskStore.pull({ ...scope, mode, reason: 'wait', by: null, at: time });
  await rig.risk.refresh();
  await rig.send.advance(first);
  expect(await sending.order(first)).toMatchObject({ refusal: 'TRADING_STOPPED' });
  await advance();
  await advance();
  expect(basket().alerts).toMatchObject([
    { code: 'UNWIND_WAITS', leg: 1, text: expect.stringContaining('wait') },
  ]);
  await rig.riskStore.release(scope);
  await rig.risk.refresh();
  await advance();
  await expectUnwoundBy(basket().unwindings[1].orderId);
});

test('what its link did not take in time is closed once it does', async () => {
  time = at('11:00:00');
  const first = await unwinding();
  time = at('11:01:00');
  await rig.send.endForbidden(first);
  expect(await sending.order(first)).toMatchObject({ refusal: 'NOT_SENT_IN_TIME' });
  for (const clock of ['11:01:01', '11:01:29']) {
    time = at(clock);
    await advance();
  }
  expect(basket()).toMatchObject({
    ended: null,
    unwindings: [{ orderId: first }],
    alerts: [{ code: 'UNWIND_WAITS', leg: 1, text: expect.stringContaining('Not sent within') }],
  });
  time = at('11:01:31');
  await advance();
  expect(basket().unwindings).toHaveLength(2);
  await expectUnwoundBy(basket().unwindings[1].orderId);
});

test('a cancel that the closing auction does not take is asked for again once it does', async () => {
  const orderId = await sentLeg();
  await sending.report(orderId);
  await stop();
  const cancels = async () =>
    (await sending.order(orderId)).commands.filter(({ kind }) => kind === 'cancel').length;
  expect(await cancels()).toBe(1);
  time = at('15:15:00');
  await rig.send.advance(orderId);
  expect(await sending.order(orderId)).toMatchObject({ cancelRefusal: 'NOT_IN_THIS_PHASE' });
  for (const clock of ['15:15:01', '15:19:59']) {
    time = at(clock);
    await advance();
    expect(await cancels()).toBe(0);
  }
  time = at('15:20:00');
  await advance();
  expect(await cancels()).toBe(1);
  await rig.send.advance(orderId);
  expect(sending.posts().map(({ path }) => path)).toEqual(['/new_order', '/delete_order']);
});
