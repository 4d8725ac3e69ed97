import type { Evidence } from '../observe/evidence';
import { limitsKept, numbersAgree } from './brokers';
import { fillsOnce } from './fills';
import type { Invariant } from './invariant';
import { sentOnce } from './placement';

const ORDER = '0f'.repeat(12);

const journal = new Map([[ORDER, [{ orderId: ORDER, seq: 1, type: 'NewOrder' }]]]);

const atBroker = (fields: object = {}) => ({
  orderId: ORDER,
  brokerOrderId: 'B1',
  executions: [{ execType: 'F', execId: '31', qty: '5', px: '100.50' }],
  ...fields,
});

const booked = (execId: string) => ({ execId, quantity: '5', price: '100.5' });

function violations(invariant: Invariant, evidence: object): number {
  const all = { journal, unproved: new Set(), ...evidence };
  return invariant.check(all as unknown as Evidence).length;
}

describe('what must hold at brokers', () => {
  it.each([
    ['once', [atBroker()], [], 0],
    ['never', [], [], 1],
    ['twice', [atBroker(), atBroker({ brokerOrderId: 'B2' })], [], 1],
    ['never, which cannot be proved', [], [ORDER], 0],
    ['twice, and in doubt', [atBroker(), atBroker()], [ORDER], 1],
  ])('an order is there %s', (_case, orders, unproved, found) => {
    const ledger = new Map(orders.length > 0 ? [[ORDER, orders]] : []);
    expect(violations(sentOnce, { ledger, unproved: new Set(unproved) })).toBe(found);
  });

  it('an order that nobody here placed is a stranger', () => {
    const ledger = new Map([
      [ORDER, [atBroker()]],
      ['B9', [atBroker({ orderId: 'B9' })]],
    ]);
    expect(violations(sentOnce, { ledger })).toBe(1);
  });

  it.each([
    ['booked', ['NSE-31-B1'], 0],
    ['missing', [], 1],
    ['another', ['NSE-32-B1'], 2],
    ['booked twice', ['NSE-31-B1', 'NSE-31-B1'], 1],
    ['booked under two names', ['NSE-31-B1', 'BSE-31-B1'], 1],
  ])('its fill is %s', (_case, execIds, found) => {
    const evidence = {
      ledger: new Map([[ORDER, [atBroker()]]]),
      fills: new Map([[ORDER, execIds.map(booked)]]),
    };
    expect(violations(fillsOnce, evidence)).toBe(found);
  });

  it.each([
    ['B1', 0],
    ['B2', 1],
    [null, 1],
  ])("it has the broker's number: %s", (brokerOrderId, found) => {
    const views = new Map([[ORDER, { orderId: ORDER, brokerOrderId }]]);
    expect(violations(numbersAgree, { views, ledger: new Map([[ORDER, [atBroker()]]]) })).toBe(
      found,
    );
  });

  it.each([
    [0, 40, 0],
    [0, 41, 1],
    [1, 40, 1],
  ])('%d calls beyond a limit, %d of 40 in a window: %d violations', (beyond, highest, found) => {
    const limits = [{ broker: 'flattrade', account: 'A', window: 'minute', limit: 40, highest }];
    expect(violations(limitsKept, { limitsExceeded: beyond, limits })).toBe(found);
  });
});
