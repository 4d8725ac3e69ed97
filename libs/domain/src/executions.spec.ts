import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from '../test/builders';
import { decimal } from './decimal';
import { Executions, touchedExecutions, tradedAt } from './executions';
import { type Alert, AlertCode, type OrderEvent, type OrderFact } from './order-event';

/** `T1 4 @ 100`, `T1->C1 5 @ 101` for a correction, `T1->B1` for a bust. */
function booked(...reports: string[]): JournaledOrder {
  const journal = new JournaledOrder(aNewOrder({ orderQty: decimal(100) }));
  journal.send(ORDER_ID);
  for (const text of reports) book(journal, text);
  return journal;
}

function book(journal: JournaledOrder, text: string): void {
  const { execRefId, execId, lastQty, lastPx } =
    /^((?<execRefId>\w+)->)?(?<execId>\w+)( (?<lastQty>\S+) @ (?<lastPx>\S+))?$/.exec(
      text,
    )!.groups!;
  const kind = !execRefId ? 'Trade' : lastQty ? 'TradeCorrect' : 'TradeCancel';
  const amounts = lastQty ? { lastQty: decimal(lastQty), lastPx: decimal(lastPx) } : {};
  journal.book(aReport(kind, { execId: execId, execRefId: execRefId ?? null, ...amounts }));
}

const restate = (journal: JournaledOrder, orderQty: number, corporateAction = true) =>
  journal.book(
    aReport('Restated', { execId: `R${orderQty}`, orderQty: decimal(orderQty), corporateAction }),
  );

const listed = ({ events }: JournaledOrder) =>
  Executions.fold(events)
    .all()
    .map(
      ({ execId, quantity, price, state }) =>
        `${execId} ${quantity.toFixed()} @ ${price.toFixed()} ${state}`,
    );

test.each<[string, string[], string[]]>([
  [
    'fills in the order they were booked',
    ['T2 4 @ 100', 'T1 5 @ 101'],
    ['T2 4 @ 100 live', 'T1 5 @ 101 live'],
  ],
  [
    "a correction keeps the trade's ExecID",
    ['T1 4 @ 100', 'T1->C1 5 @ 101'],
    ['T1 5 @ 101 corrected'],
  ],
  [
    'a chain of corrections',
    ['T1 4 @ 100', 'T1->C1 5 @ 101', 'C1->C2 6 @ 102'],
    ['T1 6 @ 102 corrected'],
  ],
  [
    'a correction that names the trade again',
    ['T1 4 @ 100', 'T1->C1 5 @ 101', 'T1->C2 6 @ 102'],
    ['T1 6 @ 102 corrected'],
  ],
  ['a bust', ['T1 4 @ 100', 'T1->B1'], ['T1 4 @ 100 busted']],
  [
    'a bust that names a correction',
    ['T1 4 @ 100', 'T1->C1 5 @ 101', 'C1->B1'],
    ['T1 5 @ 101 busted'],
  ],
  ['a bust before its trade', ['T1->B1', 'T1 4 @ 100'], ['T1 4 @ 100 busted']],
  ['a correction before its trade', ['T1->C1 5 @ 101', 'T1 4 @ 100'], ['T1 5 @ 101 corrected']],
  [
    'a chain, last first',
    ['C1->C2 6 @ 102', 'T1->C1 5 @ 101', 'T1 4 @ 100'],
    ['T1 6 @ 102 corrected'],
  ],
  [
    'a chain, middle last',
    ['C1->C2 6 @ 102', 'T1 4 @ 100', 'T1->C1 5 @ 101'],
    ['T1 6 @ 102 corrected'],
  ],
  [
    'a bust of a correction that has not arrived',
    ['C1->B1', 'T1 4 @ 100', 'T1->C1 5 @ 101'],
    ['T1 4 @ 100 busted'],
  ],
  [
    'a late correction of a busted execution',
    ['T1->B1', 'T1->C1 5 @ 101', 'T1 4 @ 100'],
    ['T1 4 @ 100 busted'],
  ],
  ['a bust of an execution that never existed', ['T9->B1', 'T1 4 @ 100'], ['T1 4 @ 100 live']],
])('%s', (_, reports, expected) => {
  const journal = booked(...reports);
  expect(listed(journal)).toEqual(expected);
  const live = Executions.fold(journal.events)
    .all()
    .filter(({ state }) => state !== 'busted');
  const sum = live.reduce((total, { quantity }) => total.plus(quantity), decimal(0));
  expect(journal.order.cumQty.eq(sum)).toBe(true);
});

test('an execution is found by any ExecID of its chain', () => {
  const { events } = booked('C1->C2 6 @ 102', 'T1 4 @ 100', 'T1->C1 5 @ 101', 'C2->C3 7 @ 103');
  const executions = Executions.fold(events);
  for (const execId of ['T1', 'C1', 'C2', 'C3']) {
    expect(executions.find(execId)?.execId).toBe('T1');
  }
  expect(executions.find('T9')).toBeUndefined();
});

test('a corporate action scales earlier executions, and a later bust removes the scaled amount', () => {
  const journal = booked('T1 4 @ 100', 'T2 2 @ 90');
  restate(journal, 200);
  book(journal, 'T3 1 @ 50');
  expect(listed(journal)).toEqual(['T1 8 @ 50 live', 'T2 4 @ 45 live', 'T3 1 @ 50 live']);
  book(journal, 'T1->B1');
  expect(journal.order.cumQty.toFixed()).toBe('5');
  expect(journal.order.notional.toFixed()).toBe('230');
});

test('a restatement that is no corporate action, or names no ratio, scales nothing', () => {
  const journal = booked('T1 4 @ 100');
  restate(journal, 200, false);
  restate(journal, 0);
  expect(listed(journal)).toEqual(['T1 4 @ 100 live']);
  expect(journal.order.price!.toFixed()).toBe('100');
});

test('a fill is timed by the venue, or else by when it was booked', () => {
  const journal = booked('T1 4 @ 100');
  const transactTime = new Date('2024-01-02T03:04:05.678Z');
  journal.book(
    aReport('Trade', { execId: 'T2', lastQty: decimal(1), lastPx: decimal(1), transactTime }),
  );
  const [first, second] = Executions.fold(journal.events).all();
  expect(first.at).toEqual(journal.events.find(({ type }) => type === 'Trade')!.at);
  expect(second.at).toEqual(transactTime);
});

describe('an execution in doubt', () => {
  const REPORT = {
    source: 'link',
    clOrdId: null,
    brokerOrderId: null,
    text: null,
    transactTime: null,
  } as const;
  const implausible: Alert[] = [{ code: AlertCode.ImplausiblePrice }];
  const trade = (fields: object = {}): OrderFact => ({
    ...REPORT,
    alerts: implausible,
    type: 'Trade',
    execId: 'T1',
    lastQty: decimal(4),
    lastPx: decimal(100),
    exchange: 'NSE',
    cancelsRemainder: false,
    ...fields,
  });
  const confirmed = (execRefId: string): OrderFact => ({
    ...REPORT,
    alerts: [],
    type: 'TradeConfirmed',
    execId: null,
    execRefId,
  });
  const corrected = (alerts: Alert[]): OrderFact => ({
    ...REPORT,
    alerts,
    type: 'TradeCorrect',
    execId: 'C1',
    execRefId: 'T1',
    rootExecId: 'T1',
    busted: { quantity: decimal(4), price: decimal(100) },
    lastQty: decimal(4),
    lastPx: decimal(101),
  });
  const doubtsAfter = (...facts: OrderFact[]) => {
    const journal = booked();
    for (const fact of facts) journal.append(fact);
    return Executions.fold(journal.events)
      .all()
      .map((execution) => 'doubted' in execution && execution.doubted);
  };

  test.each<[string, OrderFact[], boolean]>([
    ['by its price', [trade()], true],
    ['not by a plausible price', [trade({ alerts: [] })], false],
    ['until it is confirmed', [trade(), confirmed('T1')], false],
    ['though another is confirmed', [trade(), confirmed('T2')], true],
    ['until it is corrected', [trade(), corrected([])], false],
    ['again by a corrected price', [trade({ alerts: [] }), corrected(implausible)], true],
    [
      'until its correction is confirmed',
      [trade(), corrected(implausible), confirmed('C1')],
      false,
    ],
  ])('%s', (_, facts, isDoubted) => {
    expect(doubtsAfter(...facts)).toEqual([isDoubted]);
  });

  test('names its exchange as we do, whatever the venue wrote', () => {
    const journal = booked();
    journal.append(trade({ exchange: ' NSE ' }));
    expect(Executions.fold(journal.events).find('T1')?.exchange).toBe('NSE');
  });

  test.each<[string, object, ReturnType<typeof touchedExecutions>]>([
    ['a trade', { type: 'Trade', execId: 'T1' }, { execId: 'T1' }],
    ['a bust', { type: 'TradeCancel', busted: {}, rootExecId: 'T1' }, { execId: 'T1' }],
    ['a bust before the trade', { type: 'TradeCancel', busted: null, rootExecId: null }, 'none'],
    ['a correction', { type: 'TradeCorrect', busted: {}, rootExecId: 'T1' }, { execId: 'T1' }],
    [
      'one that was stored without its root',
      { type: 'TradeCorrect', busted: {}, rootExecId: null },
      'all',
    ],
    ['a confirmation', { type: 'TradeConfirmed', execRefId: 'T1' }, { execId: 'T1' }],
    ['a corporate action', { type: 'Restated', corporateAction: true }, 'all'],
    ['another restatement', { type: 'Restated', corporateAction: false }, 'none'],
    ['an acknowledgement', { type: 'New' }, 'none'],
  ])('touches executions: %s', (_, event, touched) => {
    expect(touchedExecutions(event as OrderEvent)).toEqual(touched);
  });

  test.each<[string, number | null, number, string[]]>([
    ['by the stamp of the venue', 3, 3, []],
    ['when it was received, where the stamp is from long before its order', 3, 5, ['StampBehind']],
    ['not later than it was received', 9, 5, []],
    ['when it was received, without a stamp', null, 5, []],
  ])('took place %s', (_, stamp, at, codes) => {
    const transactTime = stamp === null ? null : clock(stamp);
    const alerts = codes.map((code) => ({ code }));
    expect(tradedAt({ transactTime, alerts } as never, clock(5))).toEqual(clock(at));
  });
});
