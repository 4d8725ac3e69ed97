import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import { applyEvent, foldOrder } from './apply-event';
import { isInDoubt, isOpen } from './order';
import type { OrderEvent } from './order-event';

const envelope = (seq: number) => ({
  orderId: ORDER_ID,
  seq,
  at: clock(seq),
  by: null,
  requestId: null,
});

describe('a journal that cannot be', () => {
  const opening: OrderEvent = { ...aNewOrder(), ...envelope(1) };
  const sendStarted = { type: 'SendStarted', clOrdId: ORDER_ID, attempt: 1, tag: 't' } as const;

  test('begins with an event other than NewOrder', () => {
    const event: OrderEvent = { ...sendStarted, sendBy: clock(9), ...envelope(1) };
    expect(() => applyEvent(null, event)).toThrow('begins with SendStarted');
  });

  test.each([1, 3])('continues with event %d after the first', (seq) => {
    const event: OrderEvent = { ...sendStarted, sendBy: clock(9), ...envelope(seq) };
    expect(() => foldOrder([opening, event])).toThrow(`event ${seq} follows 1`);
  });

  test('opens the order twice', () => {
    expect(() => foldOrder([opening, { ...opening, seq: 2 }])).toThrow('opened twice');
  });

  test('is empty: no order', () => {
    expect(foldOrder([])).toBeNull();
  });
});

describe('in doubt', () => {
  const lost = (): JournaledOrder => {
    const journal = new JournaledOrder(aNewOrder());
    const attempt = { clOrdId: ORDER_ID, attempt: 1 };
    journal.append({ type: 'SendStarted', ...attempt, tag: 't', sendBy: clock(9) });
    journal.append({ type: 'SendInDoubt', ...attempt, text: 'The answer was lost' });
    return journal;
  };

  test('shows, with the reason', () => {
    const { order } = lost();
    expect([isInDoubt(order), order.reason]).toEqual([true, 'The answer was lost']);
  });

  test.each([
    ['a report', (journal: JournaledOrder) => journal.book(aReport('New'))],
    [
      'a look-up that finds it',
      (journal: JournaledOrder) =>
        journal.append({
          type: 'SendAccepted',
          clOrdId: ORDER_ID,
          attempt: 1,
          brokerOrderId: 'B1',
          text: null,
        }),
    ],
    [
      'proof that it never arrived',
      (journal: JournaledOrder) =>
        journal.append({
          type: 'SendFailed',
          clOrdId: ORDER_ID,
          attempt: 1,
          text: 'absent',
          notBefore: null,
        }),
    ],
  ])('ends with %s, and so does the reason', (_, settle) => {
    const journal = lost();
    settle(journal);
    expect([isInDoubt(journal.order), journal.order.reason]).toEqual([false, null]);
  });

  test('an outcome that is written after a report changes only the version', () => {
    const journal = lost();
    journal.book(aReport('New', { brokerOrderId: 'B1' }));
    const before = journal.order;
    const text = 'absent';
    journal.append({ type: 'SendFailed', clOrdId: ORDER_ID, attempt: 1, text, notBefore: null });
    const { version, updatedAt } = journal.order;
    expect(journal.order).toEqual({ ...before, version, updatedAt });
  });
});

test('an event changes a copy: the order before it stays unchanged', () => {
  const journal = new JournaledOrder(aNewOrder());
  const before = journal.order;
  const copy = structuredClone({ ...before, orderQty: 0, price: 0, cumQty: 0, notional: 0 });
  journal.send(ORDER_ID);
  journal.book(aReport('PendingCancel'));
  journal.book(aReport('Canceled'));
  expect({ ...before, orderQty: 0, price: 0, cumQty: 0, notional: 0 }).toEqual(copy);
});

test('an order is open while it can trade or a request waits for its answer', () => {
  const journal = new JournaledOrder(aNewOrder());
  expect(isOpen(journal.order)).toBe(true);
  journal.book(aReport('DoneForDay'));
  expect(isOpen(journal.order)).toBe(false);
  journal.book(aReport('PendingCancel'));
  expect(isOpen(journal.order)).toBe(true);
  journal.book(aReport('Canceled'));
  expect(isOpen(journal.order)).toBe(false);
});
