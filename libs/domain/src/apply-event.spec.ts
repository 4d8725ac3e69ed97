import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import { decimal } from './decimal';
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

test.each([
  ['as it is', {}, 'ACME', null],
  [
    'by its name, where an earlier version stored another',
    { symbol: 'INFY-EQ' },
    'INFY',
    'INFY-EQ',
  ],
  ['and keeps what was given', { symbol: 'INFY', givenSymbol: 'INFY-EQ' }, 'INFY', 'INFY-EQ'],
])('an order names its instrument %s', (_, fields, symbol, givenSymbol) => {
  expect(new JournaledOrder(aNewOrder(fields)).order).toMatchObject({ symbol, givenSymbol });
});

test.each([
  ['before it was received', 0, clock(0)],
  ['when it was received', 1, undefined],
  ['later, by a clock that is ahead', 2, undefined],
])('an order was opened at the venue %s', (_, stamp, openedAt) => {
  const { order } = new JournaledOrder(aNewOrder({ transactTime: clock(stamp) }));
  expect(order.openedAt).toEqual(openedAt);
});

describe('executions that were amended show in the order', () => {
  const filled = (): JournaledOrder => {
    const journal = new JournaledOrder(aNewOrder({ stopPrice: decimal(90) }));
    journal.book(aReport('Trade', { execId: 'T1', lastQty: decimal(4), lastPx: decimal(100) }));
    return journal;
  };
  const amended = { lastQty: decimal(4), lastPx: decimal(101) };
  const doubled = { execId: 'R1', orderQty: decimal(20), corporateAction: true };

  test('not by a fill alone', () => {
    expect(filled().order.amended).toBe(false);
  });

  test.each([
    ['a correction', aReport('TradeCorrect', { execId: 'C1', execRefId: 'T1', ...amended })],
    ['a bust', aReport('TradeCancel', { execId: 'B1', execRefId: 'T1' })],
    ['a corporate action', aReport('Restated', doubled)],
  ])('%s', (_, report) => {
    const journal = filled();
    journal.book(report);
    expect(journal.order.amended).toBe(true);
  });

  test('a confirmed price', () => {
    const journal = filled();
    const { transactTime, brokerOrderId, text } = aReport('Trade');
    journal.append({
      type: 'TradeConfirmed',
      source: 'link',
      clOrdId: null,
      brokerOrderId,
      text,
      transactTime,
      alerts: [],
      execId: null,
      execRefId: 'T1',
    });
    expect(journal.order.amended).toBe(true);
  });

  test('a correction that came before its trade waits for that, and no longer', () => {
    const journal = new JournaledOrder(aNewOrder());
    journal.book(aReport('TradeCorrect', { execId: 'C1', execRefId: 'T1', ...amended }));
    journal.book(aReport('TradeCorrect', { execId: 'C2', execRefId: 'T2', ...amended }));
    expect(journal.order.awaitedExecutions.map(({ execId }) => execId)).toEqual(['T1', 'T2']);
    journal.book(aReport('Trade', { execId: 'T1', lastQty: decimal(4), lastPx: decimal(100) }));
    expect(journal.order.awaitedExecutions).toMatchObject([{ execId: 'T2', amendedBy: ['C2'] }]);
    expect(journal.order.notional.toFixed()).toBe('404');
  });

  test('a corporate action scales the prices, but for one that it names', () => {
    const journal = filled();
    journal.book(aReport('Restated', doubled));
    const { price, stopPrice } = journal.order;
    expect([price, stopPrice]).toEqual([decimal(50), decimal(45)]);
    journal.book(aReport('Restated', { execId: 'R2', price: decimal(51) }));
    expect(journal.order.price).toEqual(decimal(51));
  });

  test('a corporate action gives an order without prices none', () => {
    const journal = new JournaledOrder(aNewOrder({ price: null }));
    journal.book(aReport('Restated', doubled));
    expect(journal.order).toMatchObject({ price: null, stopPrice: null, orderQty: decimal(20) });
  });
});

test('a stop order that was triggered says so', () => {
  const journal = new JournaledOrder(aNewOrder());
  expect(journal.order.triggered).toBe(false);
  journal.book(aReport('Triggered'));
  expect(journal.order).toMatchObject({ triggered: true, accepted: true });
});

test('the first order id of the broker stays', () => {
  const journal = new JournaledOrder(aNewOrder());
  const accepted = { type: 'SendAccepted', clOrdId: ORDER_ID, attempt: 1, text: null } as const;
  journal.append({ ...accepted, brokerOrderId: 'B1' });
  journal.append({ ...accepted, brokerOrderId: 'B2' });
  expect(journal.order.brokerOrderId).toBe('B1');
});

test('a replacement keeps a stop price that it does not name', () => {
  const journal = new JournaledOrder(aNewOrder({ stopPrice: decimal(90) }));
  journal.book(aReport('Replaced', { orderQty: decimal(20) }));
  expect(journal.order).toMatchObject({ orderQty: decimal(20), stopPrice: decimal(90) });
  journal.book(aReport('Replaced', { execId: 'R2', stopPrice: decimal(91) }));
  expect(journal.order.stopPrice).toEqual(decimal(91));
});

describe('a request', () => {
  const clOrdId = `${ORDER_ID}-2`;
  const terms = { orderQty: decimal(20), price: decimal(101), stopPrice: null };
  const accepted = (): JournaledOrder => {
    const journal = new JournaledOrder(aNewOrder());
    journal.book(aReport('New'));
    return journal;
  };

  test('to replace has terms and no text', () => {
    const journal = accepted();
    journal.append({ type: 'ReplaceRequested', clOrdId, newClOrdId: 'Y', ...terms });
    const [command] = journal.order.commands;
    expect(command).toMatchObject({ origin: 'client', kind: 'replace', terms, text: null });
    expect(command).not.toHaveProperty('inherited');
  });

  test('to cancel has a text and no terms', () => {
    const journal = accepted();
    journal.append({ type: 'CancelRequested', clOrdId, newClOrdId: null, text: 'enough' });
    const [command] = journal.order.commands;
    expect(command).toMatchObject({ kind: 'cancel', terms: null, text: 'enough' });
    expect(command).not.toHaveProperty('inherited');
  });

  test('that names only a price follows the quantity until it is sent', () => {
    const journal = accepted();
    journal.append({
      type: 'ReplaceRequested',
      clOrdId,
      newClOrdId: null,
      ...terms,
      orderQty: journal.order.orderQty,
      inherited: ['orderQty'],
    });
    journal.book(aReport('Restated', { execId: 'R1', orderQty: decimal(15) }));
    expect(journal.order.commands[0].terms).toEqual({ ...terms, orderQty: decimal(15) });
  });

  test('of the venue’s own desk is outstanding once, and not ours to send', () => {
    const journal = accepted();
    for (const execId of ['P1', 'P2']) journal.book(aReport('PendingCancel', { execId }));
    expect(journal.order.commands).toMatchObject([
      {
        kind: 'cancel',
        origin: 'link',
        clOrdId: ORDER_ID,
        delivery: { state: 'sent', attempts: 0 },
      },
    ]);
  });

  test('of the venue’s own desk is nothing in a closed order', () => {
    const journal = accepted();
    journal.book(aReport('Canceled', { execId: 'E1' }));
    journal.book(aReport('PendingCancel', { execId: 'E2' }));
    expect(journal.order.commands).toEqual([]);
  });

  test('that was sent is not sent again by a report that quotes another', () => {
    const journal = accepted();
    journal.append({ type: 'CancelRequested', clOrdId, newClOrdId: null, text: null });
    journal.book(aReport('OrderStatus', { execId: 'S1', clOrdId: ORDER_ID }));
    expect(journal.order.commands[0].delivery.state).toBe('queued');
    journal.book(aReport('PendingCancel', { execId: 'S2', clOrdId }));
    expect(journal.order.commands[0].delivery.state).toBe('sent');
  });
});
