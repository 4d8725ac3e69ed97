import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import type { ApprovalDemand } from './approval';
import { decideCancel, decideReplace } from './decide-request';
import { decimal } from './decimal';
import { nextStep } from './next-step';
import {
  heldCommand,
  heldPlacement,
  isOpen,
  leavesQty,
  nextCommand,
  type Order,
  ordStatus,
  projectedTerms,
  requestClOrdId,
} from './order';
import { isRefusal, RefusalCode } from './refusal';
import { openValue } from './risk/open-value';

const RULES = { refuseAfterFill: false };
const TIMING = {
  sendWindowMs: 1_000,
  linkTimeoutMs: 1_000,
  settleMarginMs: 1_000,
  newOrderMaxWaitMs: 60_000,
};

const demand = (kind: ApprovalDemand['kind']): ApprovalDemand => ({
  kind,
  rules: ['the quantity is above 5'],
  expiresAt: clock(3_600),
});

const placed = (kind: ApprovalDemand['kind'], fields = {}) =>
  new JournaledOrder(aNewOrder({ approval: demand(kind), ...fields }));

const replaceTo = (order: Order, quantity: number) =>
  decideReplace(
    order,
    { clOrdId: 'Y', quantity: decimal(quantity), price: null, stopPrice: null },
    RULES,
  );

const cancel = (order: Order) => decideCancel(order, { clOrdId: 'Z', text: null }, RULES);

/** Accepted by the link, with a replace to this quantity that waits. */
function withHeldReplace(quantity: number) {
  const journal = new JournaledOrder(aNewOrder());
  journal.send(ORDER_ID);
  journal.book(aReport('New'));
  const clOrdId = requestClOrdId(journal.order);
  const terms = { orderQty: decimal(quantity), price: decimal(100), stopPrice: null };
  const approval = demand('secondPerson');
  journal.append({
    type: 'ReplaceRequested',
    newClOrdId: 'Y',
    clOrdId,
    ...terms,
    inherited: ['price'],
    approval,
  });
  return { journal, clOrdId };
}

const shown = (order: Order) => [ordStatus(order), leavesQty(order).toFixed(), isOpen(order)];

describe.each(['secondPerson', 'release'] as const)('an order held for %s', (kind) => {
  test('is open and counts, and there is nothing to send', () => {
    const { order } = placed(kind);
    expect(shown(order)).toEqual(['PendingNew', '10', true]);
    expect(openValue(order, null).toFixed()).toBe('1000');
    expect(nextCommand(order)).toBeUndefined();
    expect(nextStep(order, clock(9_999), TIMING)).toEqual({ step: 'none' });
    expect(heldPlacement(order)!.delivery.approval).toEqual({
      ...demand(kind),
      requestedAt: clock(1),
      by: null,
    });
  });

  test('a cancel ends it here', () => {
    const journal = placed(kind);
    const canceled = cancel(journal.order);
    expect(canceled).toMatchObject({ type: 'CanceledUnsent' });
    if (!isRefusal(canceled)) journal.append(canceled);
    expect(shown(journal.order)).toEqual(['Canceled', '0', false]);
    expect(heldPlacement(journal.order)).toBeUndefined();
  });

  test('what the venue reports of it is booked, and takes it as sent', () => {
    const journal = placed(kind);
    const trade = aReport('Trade', { execId: 'T', lastQty: decimal(4), lastPx: decimal(100) });
    expect(journal.book(trade)).toMatchObject({ alerts: [{ code: 'ReportBeforeSend' }] });
    expect(shown(journal.order)).toEqual(['PartiallyFilled', '6', true]);
    expect(heldPlacement(journal.order)).toBeUndefined();
  });
});

test('an approved order goes on as if it were placed at that moment', () => {
  const journal = placed('secondPerson', { timeInForce: 'IOC' });
  journal.append({ type: 'Approved', clOrdId: ORDER_ID, text: null });
  const { order } = journal;
  expect(nextCommand(order)).toMatchObject({ requestedAt: clock(2), clOrdId: ORDER_ID });
  expect(nextStep(order, clock(2), TIMING).step).toBe('send');
  expect(nextStep(order, clock(9), TIMING).step).toBe('withdraw');
});

test('an approval of what has ended changes nothing', () => {
  const journal = placed('secondPerson');
  journal.append({ type: 'CanceledUnsent', clOrdId: 'c', newClOrdId: null, text: null });
  journal.append({ type: 'Approved', clOrdId: ORDER_ID, text: null });
  expect(shown(journal.order)).toEqual(['Canceled', '0', false]);
  expect(journal.order.commands).toEqual([]);
});

test('what waits for a second person is not changed under their eyes', () => {
  const { order } = placed('secondPerson');
  expect(replaceTo(order, 20)).toEqual({ refused: RefusalCode.AwaitsApproval });
});

test('a staged order is changed at once, and sent as it is then', () => {
  const journal = placed('release');
  const replaced = replaceTo(journal.order, 20);
  if (isRefusal(replaced)) throw new Error(replaced.refused);
  journal.append(replaced);
  expect(shown(journal.order)).toEqual(['PendingNew', '20', true]);
  expect(journal.order).toMatchObject({
    acceptedClOrdId: ORDER_ID,
    answered: expect.arrayContaining(['replace:Y']),
  });
  journal.append({ type: 'Released', clOrdId: ORDER_ID });
  expect(journal.order.commands).toMatchObject([{ kind: 'new', delivery: { state: 'queued' } }]);
});

test('a released order that rules hold waits for somebody else than who released it', () => {
  const journal = placed('release');
  journal.append({ type: 'Released', clOrdId: ORDER_ID, approval: demand('secondPerson') });
  expect(heldPlacement(journal.order)!.delivery.approval).toMatchObject({
    kind: 'secondPerson',
    requestedAt: clock(2),
  });
});

describe('a held replace', () => {
  test('leaves the order as it was: it trades, is replaced and canceled', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    expect(shown(journal.order)).toEqual(['PendingReplace', '10', true]);
    expect(openValue(journal.order, null).toFixed()).toBe('2000');
    expect(nextCommand(journal.order)).toBeUndefined();
    expect(projectedTerms(journal.order).orderQty.toFixed()).toBe('10');
    const lowered = replaceTo(journal.order, 5);
    expect(lowered).toMatchObject({ type: 'ReplaceRequested', price: decimal(100) });
    if (!isRefusal(lowered)) journal.append(lowered);
    expect(nextCommand(journal.order)).toMatchObject({ clientClOrdId: 'Y', kind: 'replace' });
    const canceled = cancel(journal.order);
    expect(canceled).toMatchObject({ type: 'CancelRequested' });
    expect(heldCommand(journal.order, clOrdId)).toBeDefined();
  });

  test('comes last once it is approved, with the terms that it inherits by then', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    journal.append({
      type: 'ReplaceRequested',
      clOrdId: requestClOrdId(journal.order),
      newClOrdId: null,
      orderQty: decimal(5),
      price: decimal(90),
      stopPrice: null,
    });
    journal.append({ type: 'Approved', clOrdId, text: null });
    const asked = journal.order.commands.map(({ terms }) => [
      terms!.orderQty.toFixed(),
      terms!.price!.toFixed(),
    ]);
    expect(asked).toEqual([
      ['5', '90'],
      ['20', '90'],
    ]);
  });

  test('that is approved is later than what was asked and accepted meanwhile', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    const repriced = requestClOrdId(journal.order);
    const terms = { orderQty: decimal(10), price: decimal(90), stopPrice: null };
    journal.append({ type: 'ReplaceRequested', clOrdId: repriced, newClOrdId: null, ...terms });
    journal.send(repriced);
    journal.book(aReport('Replaced', { clOrdId: repriced }));
    journal.append({ type: 'Approved', clOrdId, text: null });
    journal.send(clOrdId);
    journal.book(aReport('Replaced', { clOrdId }));
    expect(shown(journal.order)).toEqual(['New', '20', true]);
    expect(journal.order).toMatchObject({ acceptedClOrdId: clOrdId, price: decimal(90) });
  });

  test('that is approved and accepted is not undone by the late answer to an earlier one', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    const lowered = requestClOrdId(journal.order);
    const terms = { orderQty: decimal(5), price: decimal(90), stopPrice: null };
    journal.append({ type: 'ReplaceRequested', clOrdId: lowered, newClOrdId: null, ...terms });
    journal.send(lowered);
    journal.append({ type: 'Approved', clOrdId, text: null });
    journal.send(clOrdId);
    journal.book(aReport('Replaced', { clOrdId }));
    journal.book(aReport('Replaced', { clOrdId: lowered }));
    expect(shown(journal.order)).toEqual(['New', '20', true]);
  });

  test('is not what a venue answers that changes the order by itself', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    journal.book(aReport('Replaced', { orderQty: decimal(20) }));
    expect(heldCommand(journal.order, clOrdId)).toBeDefined();
    expect(journal.order.orderQty.toFixed()).toBe('20');
  });

  describe('of an order that filled', () => {
    const filled = (quantity: number) => {
      const { journal, clOrdId } = withHeldReplace(quantity);
      journal.book(aReport('Trade', { execId: 'T', lastQty: decimal(10), lastPx: decimal(100) }));
      return { journal, clOrdId };
    };
    const advance = (journal: JournaledOrder) => {
      const step = nextStep(journal.order, clock(9), TIMING);
      if (step.step === 'withdraw') journal.append(step.fact);
      return step.step;
    };

    test('ends if it asks for no more', () => {
      const { journal, clOrdId } = filled(10);
      expect(advance(journal)).toBe('withdraw');
      expect(journal.events.at(-1)).toMatchObject({ type: 'ReplaceRejected', clOrdId });
      expect(shown(journal.order)).toEqual(['Filled', '0', false]);
    });

    test('waits on if it asks for more, until the order is canceled', () => {
      const { journal } = filled(20);
      expect(advance(journal)).toBe('none');
      const canceled = cancel(journal.order);
      if (!isRefusal(canceled)) journal.append(canceled);
      expect([advance(journal), advance(journal)]).toEqual(['withdraw', 'withdraw']);
      expect(journal.events.slice(-2).map(({ type }) => type)).toEqual([
        'ReplaceRejected',
        'CancelRejected',
      ]);
      expect(shown(journal.order)).toEqual(['Filled', '0', false]);
    });
  });

  test('ends alone when it is not approved', () => {
    const { journal, clOrdId } = withHeldReplace(20);
    journal.append({
      type: 'ReplaceRejected',
      source: 'engine',
      clOrdId,
      execId: null,
      brokerOrderId: null,
      text: 'No',
      transactTime: null,
      alerts: [],
    });
    expect(shown(journal.order)).toEqual(['New', '10', true]);
  });
});
