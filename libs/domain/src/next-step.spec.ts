import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import { decimal } from './decimal';
import { nextStep, settledAt, type SendTiming } from './next-step';
import { nextCommand } from './order';
import { TimeInForce } from './requested-order';

const TIMING: SendTiming = {
  sendWindowMs: 1_000,
  linkTimeoutMs: 2_000,
  settleMarginMs: 500,
  newOrderMaxWaitMs: 30_000,
};

// JournaledOrder opens the order at second 1.
const after = (ms: number): Date => new Date(clock(1).getTime() + ms);
const step = (journal: JournaledOrder, ms: number) => nextStep(journal.order, after(ms), TIMING);

const queued = () => new JournaledOrder(aNewOrder());

function sending(): JournaledOrder {
  const journal = queued();
  const sendBy = after(1_000);
  journal.append({ type: 'SendStarted', clOrdId: ORDER_ID, attempt: 1, tag: 'tag', sendBy });
  return journal;
}

function inDoubt(noticed: { noticedAt?: Date } = {}): JournaledOrder {
  const journal = sending();
  journal.append({ type: 'SendInDoubt', clOrdId: ORDER_ID, attempt: 1, text: 'lost', ...noticed });
  return journal;
}

function failed(notBefore: Date | null): JournaledOrder {
  const journal = sending();
  const text = 'connection refused';
  journal.append({ type: 'SendFailed', clOrdId: ORDER_ID, attempt: 1, text, notBefore });
  return journal;
}

function sent(): JournaledOrder {
  const journal = queued();
  journal.send(ORDER_ID);
  return journal;
}

function requested(kind: 'cancel' | 'replace', orderQty = 12): JournaledOrder {
  const journal = sent();
  journal.append(
    kind === 'cancel'
      ? { type: 'CancelRequested', clOrdId: `${ORDER_ID}-4`, newClOrdId: null, text: null }
      : {
          type: 'ReplaceRequested',
          clOrdId: `${ORDER_ID}-4`,
          newClOrdId: null,
          orderQty: decimal(orderQty),
          price: null,
          stopPrice: null,
        },
  );
  return journal;
}

const fill = (journal: JournaledOrder) =>
  journal.book(aReport('Trade', { execId: 'T', lastQty: decimal(10), lastPx: decimal(100) }));

describe('a new order that is queued', () => {
  test('is sent', () => {
    expect(step(queued(), 0)).toMatchObject({ step: 'send', command: { clOrdId: ORDER_ID } });
  });

  test('waits for its back-off, but not longer', () => {
    const journal = failed(after(5_000));
    expect(step(journal, 4_999)).toEqual({ step: 'wait', until: after(5_000) });
    expect(step(journal, 5_000)).toMatchObject({ step: 'send' });
  });

  test('is sent at once where no back-off was named', () => {
    expect(step(failed(null), 0)).toMatchObject({ step: 'send' });
  });

  test('is rejected after waiting too long, with the reason', () => {
    const journal = failed(after(60_000));
    expect(step(journal, 29_999)).toMatchObject({ step: 'wait' });
    expect(step(journal, 30_000)).toMatchObject({
      step: 'withdraw',
      fact: {
        type: 'Rejected',
        source: 'engine',
        clOrdId: ORDER_ID,
        text: 'Not sent within 30000 ms: connection refused',
        refusal: 'NOT_SENT_IN_TIME',
      },
    });
    expect(step(queued(), 30_000)).toMatchObject({
      fact: { text: 'Not sent within 30000 ms: the link did not take orders' },
    });
  });
});

describe('an attempt under way', () => {
  test('is left alone until it can no longer arrive', () => {
    expect(settledAt(after(1_000), TIMING)).toEqual(after(3_500));
    expect(step(sending(), 3_499)).toEqual({ step: 'wait', until: after(3_500) });
  });

  test('is resolved then, however long the order has waited: it may have arrived', () => {
    for (const ms of [3_500, 60_000]) {
      expect(step(sending(), ms)).toMatchObject({ step: 'resolve', absenceProvable: true });
    }
  });

  test('in doubt is looked up at once, but not declared absent too early', () => {
    expect(step(inDoubt(), 0)).toMatchObject({ step: 'resolve', absenceProvable: false });
    expect(step(inDoubt(), 3_499)).toMatchObject({ step: 'resolve', absenceProvable: false });
    expect(step(inDoubt(), 3_500)).toMatchObject({ step: 'resolve', absenceProvable: true });
  });

  test('whose loss was noticed late may have been written as late', () => {
    const late = inDoubt({ noticedAt: after(9_000) });
    expect(step(late, 11_499)).toMatchObject({ step: 'resolve', absenceProvable: false });
    expect(step(late, 11_500)).toMatchObject({ step: 'resolve', absenceProvable: true });
    const early = inDoubt({ noticedAt: after(10) });
    expect(step(early, 3_500)).toMatchObject({ step: 'resolve', absenceProvable: true });
  });
});

describe('an order with nothing to send', () => {
  test('has been sent', () => {
    expect(step(sent(), 0)).toEqual({ step: 'none' });
  });

  test('is closed, whatever was queued', () => {
    const journal = requested('cancel');
    journal.book(aReport('Canceled'));
    expect(step(journal, 0)).toEqual({ step: 'none' });
  });

  test.each([queued, sending, inDoubt])('was settled by a report (%p)', (begin) => {
    const journal = begin();
    journal.book(aReport('PendingNew'));
    expect(step(journal, 60_000)).toEqual({ step: 'none' });
    expect(journal.order.reason).toBeNull();
  });

  test('has a request that the venue made itself', () => {
    const journal = sent();
    journal.book(aReport('PendingCancel'));
    expect(step(journal, 0)).toEqual({ step: 'none' });
  });
});

describe('requests', () => {
  test.each(['cancel', 'replace'] as const)('a %s waits without a time limit', (kind) => {
    expect(step(requested(kind), 999_999_999)).toMatchObject({ step: 'send', command: { kind } });
  });

  test('the next is sent before the one before is answered, once the link took that', () => {
    const journal = requested('replace');
    const cancel = `${ORDER_ID}-5`;
    journal.append({ type: 'CancelRequested', clOrdId: cancel, newClOrdId: null, text: null });
    expect(nextCommand(journal.order)?.clOrdId).toBe(`${ORDER_ID}-4`);
    journal.send(`${ORDER_ID}-4`);
    expect(nextCommand(journal.order)?.clOrdId).toBe(cancel);
  });

  test('nothing overtakes an order that is in doubt', () => {
    const journal = inDoubt();
    const clOrdId = `${ORDER_ID}-4`;
    journal.append({ type: 'CancelRequested', clOrdId, newClOrdId: null, text: null });
    expect(step(journal, 60_000)).toMatchObject({ step: 'resolve', command: { kind: 'new' } });
  });

  test('a cancel of an already filled order is not sent', () => {
    const journal = requested('cancel');
    fill(journal);
    expect(step(journal, 0)).toMatchObject({
      step: 'withdraw',
      fact: { type: 'CancelRejected', clOrdId: `${ORDER_ID}-4`, source: 'engine' },
    });
  });

  test('a replace of an already filled order is sent only to raise the quantity', () => {
    const [raise, keep] = [requested('replace', 12), requested('replace', 10)];
    for (const journal of [raise, keep]) fill(journal);
    expect(step(raise, 0)).toMatchObject({ step: 'send' });
    expect(step(keep, 0)).toMatchObject({ step: 'withdraw', fact: { type: 'ReplaceRejected' } });
  });

  test('a request that a report has answered is settled, even before its outcome is written', () => {
    const journal = requested('replace');
    const clOrdId = `${ORDER_ID}-4`;
    const attempt = { clOrdId, attempt: 1 };
    journal.append({ type: 'SendStarted', ...attempt, tag: 't', sendBy: after(0) });
    journal.book(aReport('PendingReplace', { clOrdId }));
    journal.append({ type: 'SendFailed', ...attempt, text: 'lost', notBefore: null });
    expect(step(journal, 60_000)).toEqual({ step: 'none' });
    expect(journal.order.commands).toMatchObject([{ clOrdId, delivery: { state: 'sent' } }]);
  });
});

describe('an order with an end', () => {
  const end = { at: after(5_000), text: 'the session is over' };
  const at = (journal: JournaledOrder, ms: number) =>
    nextStep(journal.order, after(ms), TIMING, end);

  test('is sent before it and expires at it', () => {
    expect(at(queued(), 4_999)).toMatchObject({ step: 'send' });
    expect(at(queued(), 5_000)).toMatchObject({
      step: 'withdraw',
      fact: { type: 'Expired', source: 'engine', text: 'Not sent in time: the session is over' },
    });
    expect(at(failed(after(60_000)), 5_000)).toMatchObject({ step: 'withdraw' });
  });
});

describe('an order that trades at once or never', () => {
  const immediate = () =>
    new JournaledOrder(aNewOrder({ timeInForce: TimeInForce.ImmediateOrCancel }));

  test('is sent within the time of one attempt, and rejected after it', () => {
    expect(step(immediate(), 1_000)).toMatchObject({ step: 'send' });
    expect(step(immediate(), 1_001)).toMatchObject({
      step: 'withdraw',
      fact: {
        type: 'Rejected',
        source: 'engine',
        text: 'IOC orders are sent at once or not at all: the link did not take orders',
      },
    });
  });
});
