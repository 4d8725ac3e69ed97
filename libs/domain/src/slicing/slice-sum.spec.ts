import fc from 'fast-check';
import { aNewOrder, JournaledOrder } from '../../test/builders';
import { aHistory, RandomOrder } from '../../test/random-history';
import { decimal, type Decimal, divide, ZERO } from '../decimal';
import { avgPx, canBeRepeated, isInDoubt, leavesQty, type Order, ordStatus } from '../order';
import type { OrderEvent, OrderFact, StateReport, StateReportType } from '../order-event';
import { isTerminal, OrdStatus } from '../order-status';
import { RefusalCode, refuse } from '../refusal';
import { showsSum, type Slice, sumOfSlices, unansweredCancel } from './slice-sum';

/** An order of this quantity that was placed in slices, all of which the slicer has placed. */
function parentOf(orderQty: Decimal): JournaledOrder {
  const slicing = { link: 'rest', quantity: decimal(10) };
  const parent = new JournaledOrder(aNewOrder({ orderQty, link: 'slices', slicing }));
  parent.send(parent.order.orderId);
  return parent;
}

const plus = (amounts: Decimal[]): Decimal =>
  amounts.reduce((sum, amount) => sum.plus(amount), ZERO);

const reported = (type: StateReportType, text: string | null = null): OrderFact => ({
  type,
  source: 'link',
  clOrdId: null,
  execId: null,
  brokerOrderId: null,
  text,
  transactTime: null,
  alerts: [],
});

let trades = 0;
const traded = (quantity: number): OrderFact => ({
  type: 'Trade',
  source: 'link',
  clOrdId: null,
  brokerOrderId: null,
  text: null,
  transactTime: null,
  alerts: [],
  execId: `T${(trades += 1)}`,
  exchange: 'NSE',
  lastQty: decimal(quantity),
  lastPx: decimal(100),
  cancelsRemainder: false,
});

const tradedAt = (events: readonly OrderEvent[]): Date | null =>
  events.findLast(({ type }) => type === 'Trade')?.at ?? null;

/** A slice of 10 with this history; `unplaced` for one that never was placed. */
function slice(history: string): Slice {
  const planned = decimal(10);
  if (history === 'unplaced') return { planned, order: null, tradedAt: null };
  const journal = new JournaledOrder(aNewOrder({ orderQty: planned }));
  journal.send(journal.order.orderId);
  for (const word of history.split(' ')) {
    journal.append(/^\d/.test(word) ? traded(Number(word)) : reported(word as StateReportType));
  }
  return { planned, order: journal.order, tradedAt: tradedAt(journal.events) };
}

function summedUp(histories: string[], isPlacing = false): Order {
  const parent = parentOf(decimal(10 * histories.length));
  const order = isPlacing ? new JournaledOrder(parent.events[0] as never) : parent;
  order.append(sumOfSlices(order.order, histories.map(slice), null));
  return order.order;
}

describe('an order whose slices are', () => {
  test.each<[string, string[], string, string]>([
    ['all at the exchange', ['New', 'New'], OrdStatus.New, '0/20'],
    ['partly there', ['New', 'unplaced'], OrdStatus.New, '0/10'],
    ['traded in part', ['New 4', 'New'], OrdStatus.PartiallyFilled, '4/16'],
    ['filled, all', ['New 10', 'New 10'], OrdStatus.Filled, '20/0'],
    ['filled but one', ['New 10', 'New'], OrdStatus.PartiallyFilled, '10/10'],
    ['overfilled and open', ['New 12', 'New 8'], OrdStatus.PartiallyFilled, '20/2'],
    ['overfilled and canceled', ['New 12', 'New 8 Canceled'], OrdStatus.Filled, '20/0'],
    ['canceled', ['Canceled', 'New Canceled'], OrdStatus.Canceled, '0/0'],
    ['canceled but one', ['Canceled', 'New'], OrdStatus.New, '0/10'],
    ['filled and canceled', ['New 10', 'New 2 Canceled'], OrdStatus.Canceled, '12/0'],
    ['filled and rejected', ['New 10', 'Rejected'], OrdStatus.Canceled, '10/0'],
    ['rejected', ['Rejected', 'Rejected'], OrdStatus.Rejected, '0/0'],
    ['rejected, and the rest not placed', ['Rejected', 'unplaced'], OrdStatus.Rejected, '0/0'],
    ['rejected and canceled', ['Rejected', 'Canceled'], OrdStatus.Canceled, '0/0'],
    ['not placed at all', ['unplaced', 'unplaced'], OrdStatus.Canceled, '0/0'],
    ['filled, and the rest not placed', ['New 10', 'unplaced'], OrdStatus.Canceled, '10/0'],
    ['expired', ['New Expired', 'New 3 Expired'], OrdStatus.Expired, '3/0'],
    ['filled and expired', ['New 10', 'New Expired'], OrdStatus.Expired, '10/0'],
    ['expired and canceled', ['New Expired', 'Canceled'], OrdStatus.Canceled, '0/0'],
    ['done for the day', ['New DoneForDay', 'New 10'], OrdStatus.DoneForDay, '10/0'],
    ['done for the day but one', ['New DoneForDay', 'New'], OrdStatus.New, '0/10'],
    ['suspended', ['New Suspended', 'New 10'], OrdStatus.Suspended, '10/10'],
    ['suspended but one', ['New Suspended', 'New'], OrdStatus.New, '0/20'],
  ])('%s', (_name, histories, status, amounts) => {
    const order = summedUp(histories);
    expect(ordStatus(order)).toBe(status);
    expect(`${order.cumQty.toFixed()}/${leavesQty(order).toFixed()}`).toBe(amounts);
  });

  test('still being placed: the remaining slices are open', () => {
    const order = summedUp(['Rejected', 'unplaced'], true);
    expect([ordStatus(order), leavesQty(order).toFixed()]).toEqual([OrdStatus.PendingNew, '10']);
  });
});

test("a slice's reason becomes the order's reason", () => {
  const parent = parentOf(decimal(10));
  const rejected = new JournaledOrder(aNewOrder());
  rejected.append(reported('Rejected', 'No margin'));
  const sum = sumOfSlices(
    parent.order,
    [{ planned: decimal(10), order: rejected.order, tradedAt: null }],
    null,
  );
  expect(sum.text).toBe(`Slice ${rejected.order.orderId}: No margin`);
});

describe('a refusal that passes', () => {
  const barred = (refusal?: RefusalCode): Slice => {
    const journal = new JournaledOrder(aNewOrder({ orderQty: decimal(10) }));
    const report = reported('Rejected', 'Not now') as StateReport;
    journal.append({ ...report, ...(refusal && { refusal }) });
    return { planned: decimal(10), order: journal.order, tradedAt: null };
  };
  const { NotInThisPhase: phase, TradingStopped, NotInLots } = RefusalCode;

  test.each<[string, Slice[], RefusalCode | null, RefusalCode | undefined]>([
    ['of all', [barred(phase), barred(phase)], null, phase],
    ['of some, the others filled', [slice('New 10'), barred(phase)], null, phase],
    [
      'which stopped the placing',
      [slice('New 10'), slice('unplaced')],
      TradingStopped,
      TradingStopped,
    ],
    ['beside one that stays', [barred(phase), barred(NotInLots)], null, undefined],
    ['beside one of the venue', [barred(phase), barred()], null, undefined],
    ['while others are open', [slice('New'), barred(phase)], null, undefined],
    ['beside a canceled one', [slice('New 2 Canceled'), barred(phase)], null, undefined],
  ])('%s', (_name, slices, stop, expected) => {
    const parent = parentOf(decimal(20));
    parent.append(sumOfSlices(parent.order, slices, stop && refuse(stop)));
    expect(parent.order.refusal).toBe(expected);
    expect(canBeRepeated(parent.order)).toBe(expected !== undefined);
    expect(showsSum(parent.order, sumOfSlices(parent.order, slices, null))).toBe(true);
  });
});

describe('a cancel that was passed on', () => {
  const canceling = (parent: JournaledOrder): void => {
    const clOrdId = `${parent.order.orderId}-9`;
    parent.append({ type: 'CancelRequested', clOrdId, newClOrdId: null, text: null });
    parent.send(clOrdId);
  };

  test.each<[string, string[], string | null]>([
    ['takes effect once all are canceled', ['Canceled', 'New Canceled'], null],
    ['came too late', ['New 10', 'New 10'], 'Too late: order is filled'],
    ['was refused by some', ['New', 'Canceled'], 'Not every slice could be canceled'],
  ])('%s', (_name, histories, text) => {
    const parent = parentOf(decimal(20));
    canceling(parent);
    const slices = histories.map(slice);
    parent.append(sumOfSlices(parent.order, slices, null));
    const answer = unansweredCancel(parent.order, slices);
    expect(answer?.text ?? null).toBe(text);
    if (answer) parent.append(answer);
    expect(parent.order.commands).toEqual([]);
  });

  test('was stopped at some by a rule that passes', () => {
    const parent = parentOf(decimal(20));
    canceling(parent);
    const slices = ['New', 'Canceled'].map(slice);
    const { NotInThisPhase: cancelRefusal } = RefusalCode;
    slices[0] = { ...slices[0], order: { ...slices[0].order!, cancelRefusal } };
    parent.append(unansweredCancel(parent.order, slices)!);
    expect(parent.order.cancelRefusal).toBe(cancelRefusal);
  });

  test('waits for the slices that are being canceled', () => {
    const parent = parentOf(decimal(10));
    canceling(parent);
    const slices = [slice('New PendingCancel')];
    parent.append(sumOfSlices(parent.order, slices, null));
    expect(unansweredCancel(parent.order, slices)).toBeNull();
    expect(ordStatus(parent.order)).toBe(OrdStatus.PendingCancel);
  });
});

test('whatever happens to slices, and whenever it is looked at, the order is their plain sum', () => {
  fc.assert(
    fc.property(
      fc.array(aHistory, { minLength: 1, maxLength: 4 }),
      fc.infiniteStream(fc.nat()),
      (histories, chance) => {
        const children = histories.map(
          ({ orderQty, timeInForce }) => new RandomOrder(orderQty, timeInForce),
        );
        const slices = (): Slice[] =>
          children.map(({ order, events }) => ({
            planned: (events[0] as { orderQty: Decimal }).orderQty,
            order,
            tradedAt: tradedAt(events),
          }));
        const parent = parentOf(plus(histories.map(({ orderQty }) => orderQty)));
        const left = histories.map(({ steps }) => [...steps]);
        while (left.some((steps) => steps.length > 0)) {
          const next = chance.next().value % left.length;
          const step = left[next].shift();
          if (step) children[next].take(step);
          const sum = sumOfSlices(parent.order, slices(), null);
          if (!showsSum(parent.order, sum)) parent.append(sum);
          expectPlainSum(
            parent.order,
            children.map(({ order }) => order),
          );
          expect(showsSum(parent.order, sumOfSlices(parent.order, slices(), null))).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
});

function expectPlainSum(parent: Order, slices: Order[]): void {
  const cumQty = plus(slices.map((each) => each.cumQty));
  const notional = plus(slices.map((each) => each.notional));
  expect(parent.cumQty.minus(cumQty).abs().lte('1e-25')).toBe(true);
  expect(parent.notional.eq(notional)).toBe(true);
  const leaves = plus(slices.map(leavesQty));
  expect(leavesQty(parent).minus(leaves).abs().lte('1e-25')).toBe(true);
  expect(isInDoubt(parent)).toBe(slices.some(isInDoubt));
  const expected = cumQty.isZero() ? ZERO : divide(notional, parent.cumQty);
  expect(avgPx(parent).eq(expected)).toBe(true);
  const status = ordStatus(parent);
  if (leaves.gt(0)) expect(isTerminal(status)).toBe(false);
  else expect(isTerminal(status) || status === OrdStatus.DoneForDay).toBe(true);
}
