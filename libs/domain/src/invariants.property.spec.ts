import fc from 'fast-check';
import { aNewOrder, aReport, JournaledOrder, ORDER_ID } from '../test/builders';
import { aHistory, anAmount, RandomOrder, type Step } from '../test/random-history';
import { foldOrder } from './apply-event';
import { type Decimal, decimal, divide, ZERO } from './decimal';
import type { ExecutionReport } from './execution-report';
import { type Execution, Executions } from './executions';
import { avgPx, leavesQty, nextCommand, type Order, ordStatus, requestNumber } from './order';
import { TimeInForce } from './requested-order';
import { isReport, type OrderEvent } from './order-event';
import { OrdStatus } from './order-status';
import { tries } from '../test/property-runs';

const sum = (amounts: Decimal[]): Decimal =>
  amounts.reduce((total, amount) => total.plus(amount), ZERO);

const isLive = ({ state }: Execution): boolean => state !== 'busted';

/** Rules 9, 17 and 20 of order-states.md, for one order. */
function expectSound(order: Order, events: OrderEvent[]): void {
  const executions = Executions.fold(events).all();
  const live = executions.filter(isLive);
  const notional = sum(live.map(({ quantity, price }) => quantity.times(price)));
  expect(order.cumQty.toFixed()).toBe(sum(live.map(({ quantity }) => quantity)).toFixed());
  expect(order.notional.toFixed()).toBe(notional.toFixed());
  const mean = order.cumQty.isZero() ? ZERO : divide(notional, order.cumQty);
  expect(avgPx(order).toFixed()).toBe(mean.toFixed());

  const trades = events.filter(({ type }) => type === 'Trade');
  expect(executions.map(({ execId }) => execId)).toEqual(
    trades.map((event) => 'execId' in event && event.execId),
  );

  const leaves = leavesQty(order);
  expect(leaves.isNegative() && !leaves.isZero()).toBe(false);
  const closed: OrdStatus[] = [OrdStatus.Canceled, OrdStatus.Expired, OrdStatus.Rejected];
  const goodTill: TimeInForce[] = [TimeInForce.GoodTillCancel, TimeInForce.GoodTillDate];
  const isDayDone = order.doneForDay && !goodTill.includes(order.timeInForce);
  if (order.closed || closed.includes(ordStatus(order)) || isDayDone) {
    expect(leaves.toFixed()).toBe('0');
  } else {
    expect(leaves.eq(order.orderQty.minus(order.cumQty)) || leaves.isZero()).toBe(true);
  }
}

/** What reports have established so far, and no later event may undo. */
class Settled {
  private readonly commands = new Set<string>();
  private readonly answered = new Set<string>();
  private closed: Order['closed'] = null;
  private lastSent = 0;

  note(event: OrderEvent, before: Order): void {
    if (event.type === 'SendStarted') {
      const number = requestNumber(before, { clOrdId: event.clOrdId });
      expect(number).toBeGreaterThanOrEqual(this.lastSent);
      this.lastSent = number;
    }
    if (!isReport(event)) return;
    if (event.source === 'link') this.commands.add(ORDER_ID).add(event.clOrdId ?? ORDER_ID);
    const answers = before.commands.find(({ clOrdId }) => clOrdId === event.clOrdId);
    if (answers?.origin !== 'client') return;
    const isRejected = event.type === 'CancelRejected' || event.type === 'ReplaceRejected';
    if (
      (isRejected && answers.kind !== 'new') ||
      (event.type === 'Replaced' && answers.kind === 'replace')
    ) {
      this.answered.add(answers.clOrdId);
    }
  }

  expectHeldBy(order: Order): void {
    const next = nextCommand(order);
    // Rule 15, and at most once: a command that the link has reported on is never sent (again).
    if (next) expect(this.commands).not.toContain(next.clOrdId);
    for (const { clOrdId } of order.commands) expect(this.answered).not.toContain(clOrdId);
    // Rule 11: a closed order keeps its first closing status.
    if (this.closed) expect(order.closed).toBe(this.closed);
    if (order.closed) expect(order.commands).toEqual([]);
    this.closed = order.closed;
  }
}

test('random histories: rules 9, 11, 15, 17 and 20 hold after every step', () => {
  fc.assert(
    fc.property(aHistory, ({ orderQty, timeInForce, steps }) => {
      const random = new RandomOrder(orderQty, timeInForce);
      const settled = new Settled();
      for (const step of steps) {
        const [before, length] = [random.order, random.events.length];
        random.take(step);
        for (const event of random.events.slice(length)) settled.note(event, before);
        settled.expectHeldBy(random.order);
        expectSound(random.order, random.events);
      }
      expect(foldOrder(random.events)).toEqual(random.order);
    }),
    tries(200),
  );
});

test('random histories: a fill that is reported for the first time is booked, in any state', () => {
  const aTrade = fc.record({ quantity: anAmount, price: anAmount });
  fc.assert(
    fc.property(aHistory, aTrade, ({ orderQty, timeInForce, steps }, { quantity, price }) => {
      const random = new RandomOrder(orderQty, timeInForce);
      for (const step of steps) random.take(step);
      const { cumQty, notional } = random.order;
      const first: Step = {
        do: 'execution',
        kind: 'Trade',
        execId: 'first',
        execRefId: '',
        quote: 'order',
        quantity,
        price,
        cancels: false,
      };
      expect(random.take(first)?.type).toBe('Trade');
      expect(random.take(first)).toBeNull();
      expect(random.order.cumQty.eq(cumQty.plus(quantity))).toBe(true);
      expect(random.order.notional.eq(notional.plus(quantity.times(price)))).toBe(true);
    }),
    tries(200),
  );
});

/** A trade, its chain of corrections, and perhaps a bust of any link in the chain. */
const aChain = fc.record({
  amounts: fc.array(fc.record({ quantity: anAmount, price: anAmount }), {
    minLength: 1,
    maxLength: 4,
  }),
  bustOf: fc.option(fc.nat(3)),
});
type Chain = typeof aChain extends fc.Arbitrary<infer T> ? T : never;

function reportsOf({ amounts, bustOf }: Chain, chain: number): ExecutionReport[] {
  const id = (link: number): string => `chain ${chain} link ${link}`;
  const reports = amounts.map(({ quantity, price }, link) =>
    aReport(link === 0 ? 'Trade' : 'TradeCorrect', {
      execId: id(link),
      execRefId: link === 0 ? null : id(link - 1),
      lastQty: quantity,
      lastPx: price,
    }),
  );
  if (bustOf === null) return reports;
  const execRefId = id(bustOf % amounts.length);
  return [...reports, aReport('TradeCancel', { execId: `bust ${chain}`, execRefId })];
}

/** What else the venue reports about the order, and about two requests that it answers. */
const CANCEL_ID = `${ORDER_ID}-4`;
const REPLACE_ID = `${ORDER_ID}-7`;
const OTHER_REPORTS: ExecutionReport[] = [
  aReport('New', { execId: 'new' }),
  aReport('PendingNew', { execId: 'pending new' }),
  aReport('PendingCancel', { execId: 'pending cancel', clOrdId: CANCEL_ID }),
  aReport('PendingCancel', { execId: 'pending cancel, by the client', clOrdId: 'Y' }),
  aReport('CancelReject', { execId: 'cancel reject', clOrdId: CANCEL_ID }),
  aReport('CancelReject', { execId: 'cancel reject again', clOrdId: 'Y' }),
  aReport('PendingReplace', { execId: 'pending replace', clOrdId: REPLACE_ID }),
  aReport('Replaced', { execId: 'replaced', clOrdId: REPLACE_ID }),
];

/** An order with a cancel Y and a replace Z outstanding, both sent. */
function withRequests(orderQty: Decimal): JournaledOrder {
  const journal = new JournaledOrder(aNewOrder({ orderQty }));
  journal.send(ORDER_ID);
  journal.append({ type: 'CancelRequested', clOrdId: CANCEL_ID, newClOrdId: 'Y', text: null });
  journal.send(CANCEL_ID);
  const terms = { orderQty: orderQty.plus(5), price: decimal(101), stopPrice: null };
  journal.append({ type: 'ReplaceRequested', clOrdId: REPLACE_ID, newClOrdId: 'Z', ...terms });
  journal.send(REPLACE_ID);
  return journal;
}

const aDelivery = fc
  .record({
    chains: fc.array(aChain, { minLength: 1, maxLength: 4 }),
    ends: fc.constantFrom(null, 'Canceled' as const, 'Expired' as const, 'Rejected' as const),
    orderQty: anAmount,
  })
  .chain(({ chains, ends, orderQty }) => {
    const reports = [...chains.flatMap(reportsOf), ...OTHER_REPORTS];
    if (ends) reports.push(aReport(ends, { execId: 'end' }));
    const anOrder = fc.shuffledSubarray(reports, { minLength: reports.length });
    const repeats = fc.array(fc.nat(), { maxLength: 10 });
    return fc.record({
      chains: fc.constant(chains),
      ends: fc.constant(ends),
      orderQty: fc.constant(orderQty),
      reports: anOrder,
      repeats,
    });
  });

test('re-ordered and repeated deliveries give the same fills, and revive nothing', () => {
  fc.assert(
    fc.property(aDelivery, ({ chains, ends, orderQty, reports, repeats }) => {
      const journal = withRequests(orderQty);
      const settled = new Settled();
      const delivered = [...reports];
      for (const at of repeats) {
        const repeated = reports[at % reports.length];
        delivered.splice(at % (delivered.length + 1), 0, repeated);
      }
      for (const report of delivered) {
        const before = journal.order;
        const event = journal.book(report);
        if (event) settled.note(event, before);
        settled.expectHeldBy(journal.order);
        expectSound(journal.order, journal.events);
      }

      const live = chains.filter(({ bustOf }) => bustOf === null);
      const last = live.map(({ amounts }) => amounts.at(-1)!);
      const { order } = journal;
      expect(order.cumQty.toFixed()).toBe(sum(last.map(({ quantity }) => quantity)).toFixed());
      expect(order.notional.toFixed()).toBe(
        sum(last.map(({ quantity, price }) => quantity.times(price))).toFixed(),
      );
      expect(order.commands).toEqual([]);
      expect(order.closed).toBe(ends);
      expect(foldOrder(journal.events)).toEqual(order);
    }),
    tries(200),
  );
});
