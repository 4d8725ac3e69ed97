import { aNewOrder, aReport, JournaledOrder, ORDER_ID } from '../test/builders';
import { decimal } from './decimal';
import { Executions } from './executions';

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
