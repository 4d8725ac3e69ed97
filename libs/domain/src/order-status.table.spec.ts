import { aNewOrder, clock, ORDER_ID } from '../test/builders';
import { orderIn, REQUEST_ID } from '../test/orders-by-status';
import { decideCancel, decideReplace } from './decide-request';
import { decimal } from './decimal';
import { leavesQty, type Order, ordStatus } from './order';
import type { OrderEventType, OrderFact, ReportFields, StateReportType } from './order-event';
import { ORD_STATUS_CODE, OrdStatus } from './order-status';
import { isRefusal } from './refusal';

// The effect of every event on a day order of 10 in every status. A cell is
// `status:CumQty/LeavesQty`, the status by its FIX code; `.` if all three stay, `!` if the journal
// cannot hold it. PendingCancel and PendingReplace have one request outstanding; if there are
// fills, T1 of 4 is the first. Rows after a type are variants of it. The header gives each order's
// starting state.

const EVENTS = `
                     A:0/10 D:0/10 0:0/10 1:4/6  2:10/0 3:4/0  4:4/0  6:4/6  7:4/6  8:0/0  9:4/6  B:4/6  C:4/0  E:4/6
NewOrder             !      !      !      !      !      !      !      !      !      !      !      !      !      !
ReplaceRequested     E:0/10 E:0/10 E:0/10 E:4/6  E:10/0 E:4/0  E:4/0  .      E:4/6  E:0/0  E:4/6  E:4/6  E:4/0  .
CancelRequested      6:0/10 6:0/10 6:0/10 6:4/6  6:10/0 6:4/0  6:4/0  .      6:4/6  6:0/0  6:4/6  6:4/6  6:4/0  6:4/6
CanceledUnsent       4:0/0  4:0/0  4:0/0  4:4/0  .      4:4/0  .      4:4/0  4:4/0  .      4:4/0  4:4/0  .      4:4/0
Approved             .      .      .      .      .      .      .      .      .      .      .      .      .      .
Released             .      .      .      .      .      .      .      .      .      .      .      .      .      .
SendStarted          .      .      .      .      .      .      .      .      .      .      .      .      .      .
SendAccepted         .      .      .      .      .      .      .      .      .      .      .      .      .      .
SendFailed           .      .      .      .      .      .      .      .      .      .      .      .      .      .
SendInDoubt          .      .      .      .      .      .      .      .      .      .      .      .      .      .
PendingNew           .      A:0/10 .      .      .      .      .      .      .      .      .      .      .      .
AcceptedForBidding   D:0/10 .      .      .      .      .      .      .      .      .      .      .      .      .
New                  0:0/10 0:0/10 .      .      .      .      .      .      .      .      1:4/6  .      .      .
Rejected             8:0/0  8:0/0  8:0/0  1:4/0  .      1:4/0  .      1:4/0  1:4/0  .      1:4/0  1:4/0  .      1:4/0
PendingCancel        6:0/10 6:0/10 6:0/10 6:4/6  6:10/0 6:4/0  .      .      6:4/6  .      6:4/6  6:4/6  .      6:4/6
- of a request       .      .      .      .      .      .      .      .      .      .      .      .      .      .
Canceled             4:0/0  4:0/0  4:0/0  4:4/0  .      4:4/0  .      4:4/0  4:4/0  .      4:4/0  4:4/0  .      4:4/0
CancelRejected       .      .      .      .      .      .      .      1:4/6  .      .      .      .      .      1:4/6
PendingReplace       E:0/10 E:0/10 E:0/10 E:4/6  E:10/0 E:4/0  .      .      E:4/6  .      E:4/6  E:4/6  .      .
- of a request       .      .      .      .      .      .      .      .      .      .      .      .      .      .
ReplaceRejected      .      .      .      .      .      .      .      1:4/6  .      .      .      .      .      1:4/6
Expired              C:0/0  C:0/0  C:0/0  C:4/0  .      C:4/0  .      C:4/0  C:4/0  .      C:4/0  C:4/0  .      C:4/0
DoneForDay           3:0/0  3:0/0  3:0/0  3:4/0  3:10/0 .      .      6:4/0  3:4/0  .      3:4/0  3:4/0  .      E:4/0
Suspended            9:0/10 9:0/10 9:0/10 9:4/6  .      .      .      .      .      .      .      .      .      .
Stopped              7:0/10 7:0/10 7:0/10 7:4/6  .      .      .      .      .      .      7:4/6  .      .      .
Calculated           B:0/10 B:0/10 B:0/10 B:4/6  B:10/0 .      B:4/0  .      B:4/6  B:0/0  B:4/6  .      B:4/0  .
Triggered            0:0/10 0:0/10 .      .      .      .      .      .      .      .      .      .      .      .
OrderStatus          .      .      .      .      .      .      .      .      .      .      .      .      .      .
Trade                1:1/9  1:1/9  1:1/9  1:5/5  2:11/0 3:5/0  4:5/0  6:5/5  7:5/5  1:1/0  9:5/5  B:5/5  C:5/0  E:5/5
- of the rest        2:10/0 2:10/0 2:10/0 2:10/0 2:11/0 3:10/0 2:10/0 6:10/0 2:10/0 2:10/0 2:10/0 B:10/0 2:10/0 E:10/0
- and cancels        4:1/0  4:1/0  4:1/0  4:5/0  2:11/0 4:5/0  4:5/0  4:5/0  4:5/0  1:1/0  4:5/0  4:5/0  C:5/0  4:5/0
TradeConfirmed       .      .      .      .      .      .      .      .      .      .      .      .      .      .
TradeCancel          .      .      .      0:0/10 1:6/4  3:0/0  4:0/0  6:0/10 7:0/10 .      9:0/10 B:0/10 C:0/0  E:0/10
TradeCorrect         .      .      .      1:3/7  1:9/1  3:3/0  4:3/0  6:3/7  7:3/7  .      9:3/7  B:3/7  C:3/0  E:3/7
Replaced             0:0/10 0:0/10 .      .      .      .      .      .      .      .      .      .      .      1:4/16
- to 20              0:0/20 0:0/20 0:0/20 1:4/16 1:10/10 .      .      6:4/16 7:4/16 .      9:4/16 B:4/16 .      1:4/16
- to 2               0:0/2  0:0/2  0:0/2  2:4/0  .      .      2:4/0  6:4/0  2:4/0  .      2:4/0  B:4/0  2:4/0  2:4/0
Restated             0:0/10 0:0/10 .      .      .      1:4/6  .      .      .      .      1:4/6  .      .      .
- to 20              0:0/20 0:0/20 0:0/20 1:4/16 1:10/10 1:4/16 .      6:4/16 7:4/16 .      1:4/16 B:4/16 .      E:4/16
- to 2               0:0/2  0:0/2  0:0/2  2:4/0  .      2:4/0  2:4/0  6:4/0  2:4/0  .      2:4/0  B:4/0  2:4/0  E:4/0
- 2:1 split          0:0/20 0:0/20 0:0/20 1:8/12 2:20/0 1:8/12 4:8/0  6:8/12 7:8/12 .      1:8/12 B:8/12 C:8/0  E:8/12
SlicesSummed         1:5/3  1:5/3  1:5/3  1:5/3  1:5/3  1:5/3  1:5/3  6:5/3  7:5/3  1:5/3  1:5/3  B:5/3  1:5/3  E:5/3
- and over           4:5/0  4:5/0  4:5/0  4:5/0  4:5/0  4:5/0  4:5/0  4:5/0  7:5/0  4:5/0  4:5/0  B:5/0  4:5/0  4:5/0
`;

// The answers to our own commands: a replace to 20, one to 10 (no more than a filled order has),
// and a cancel.
const COMMANDS = `
                     replace to 20        replace to 10        cancel
PendingNew           ReplaceRequested     ReplaceRequested     CancelRequested
AcceptedForBidding   ReplaceRequested     ReplaceRequested     CancelRequested
New                  ReplaceRequested     ReplaceRequested     CancelRequested
PartiallyFilled      ReplaceRequested     ReplaceRequested     CancelRequested
Filled               ReplaceRequested     ORDER_FILLED         ORDER_FILLED
DoneForDay           ORDER_DONE_FOR_DAY   ORDER_DONE_FOR_DAY   ORDER_DONE_FOR_DAY
Canceled             ORDER_CLOSED         ORDER_CLOSED         ORDER_CLOSED
PendingCancel        CANCEL_PENDING       CANCEL_PENDING       CANCEL_PENDING
Stopped              ReplaceRequested     ReplaceRequested     CancelRequested
Rejected             ORDER_CLOSED         ORDER_CLOSED         ORDER_CLOSED
Suspended            ReplaceRequested     ReplaceRequested     CancelRequested
Calculated           ReplaceRequested     ReplaceRequested     CancelRequested
Expired              ORDER_CLOSED         ORDER_CLOSED         ORDER_CLOSED
PendingReplace       ReplaceRequested     ReplaceRequested     CancelRequested
`;

const report: Omit<ReportFields, 'alerts'> = {
  source: 'link',
  clOrdId: REQUEST_ID,
  execId: 'E9',
  brokerOrderId: null,
  text: null,
  transactTime: null,
};

type Variants = Record<string, OrderFact>;
const stateReport = (type: StateReportType): Variants => ({ '': { ...report, type, alerts: [] } });

/** Under the order's own id, from the venue's desk; or for a request of ours. */
const announced = (type: StateReportType): Variants => ({
  '': { ...report, type, alerts: [], clOrdId: ORDER_ID },
  '- of a request': { ...report, type, alerts: [] },
});

const attempt = { clOrdId: REQUEST_ID, attempt: 1 };
const asked = { clOrdId: `${ORDER_ID}-99`, newClOrdId: 'Z' };

/** T1, which an order without fills does not know. */
const named = ({ cumQty }: Order) => ({
  execRefId: 'T1',
  rootExecId: cumQty.isZero() ? null : 'T1',
  busted: cumQty.isZero() ? null : { quantity: decimal(4), price: decimal(100) },
});

const trade = (lastQty: number, cancelsRemainder = false): OrderFact => ({
  ...report,
  type: 'Trade',
  alerts: [],
  execId: 'T9',
  exchange: 'NSE',
  lastQty: decimal(lastQty),
  lastPx: decimal(100),
  cancelsRemainder,
});

const replaced = (orderQty: number | null): OrderFact => ({
  ...report,
  type: 'Replaced',
  alerts: [],
  price: null,
  stopPrice: null,
  orderQty: orderQty === null ? null : decimal(orderQty),
});

const restated = (orderQty: number | null, corporateAction = false): OrderFact => ({
  ...report,
  type: 'Restated',
  alerts: [],
  price: null,
  corporateAction,
  orderQty: orderQty === null ? null : decimal(orderQty),
});

/** A slice of 2 is canceled, and the others have traded 5 of 8, or are canceled too. */
const summed = (isOver: boolean): OrderFact => ({
  type: 'SlicesSummed',
  orderQty: decimal(10),
  cumQty: decimal(5),
  notional: '500',
  leavesQty: decimal(3),
  lastQty: decimal(1),
  lastPx: decimal(100),
  text: null,
  inDoubt: false,
  stopped: null,
  accepted: true,
  doneForDay: false,
  suspended: false,
  closed: isOver ? OrdStatus.Canceled : null,
});

/** The compiler ensures that no event type is missing. */
const FACTS: Record<OrderEventType, (order: Order) => Variants> = {
  NewOrder: () => ({ '': aNewOrder() }),
  ReplaceRequested: () => ({
    '': { type: 'ReplaceRequested', ...asked, orderQty: decimal(20), price: null, stopPrice: null },
  }),
  CancelRequested: () => ({ '': { type: 'CancelRequested', ...asked, text: null } }),
  CanceledUnsent: () => ({ '': { type: 'CanceledUnsent', ...asked, text: null } }),
  Approved: () => ({ '': { type: 'Approved', clOrdId: ORDER_ID, text: null } }),
  Released: () => ({ '': { type: 'Released', clOrdId: ORDER_ID } }),
  SendStarted: () => ({ '': { type: 'SendStarted', ...attempt, tag: 't', sendBy: clock(9) } }),
  SendAccepted: () => ({
    '': { type: 'SendAccepted', ...attempt, brokerOrderId: 'B1', text: null },
  }),
  SendFailed: () => ({ '': { type: 'SendFailed', ...attempt, text: 'x', notBefore: null } }),
  SendInDoubt: () => ({ '': { type: 'SendInDoubt', ...attempt, text: 'lost' } }),
  PendingNew: () => stateReport('PendingNew'),
  AcceptedForBidding: () => stateReport('AcceptedForBidding'),
  New: () => stateReport('New'),
  Rejected: () => stateReport('Rejected'),
  PendingCancel: () => announced('PendingCancel'),
  Canceled: () => stateReport('Canceled'),
  CancelRejected: () => stateReport('CancelRejected'),
  PendingReplace: () => announced('PendingReplace'),
  ReplaceRejected: () => stateReport('ReplaceRejected'),
  Expired: () => stateReport('Expired'),
  DoneForDay: () => stateReport('DoneForDay'),
  Suspended: () => stateReport('Suspended'),
  Stopped: () => stateReport('Stopped'),
  Calculated: () => stateReport('Calculated'),
  Triggered: () => stateReport('Triggered'),
  OrderStatus: () => stateReport('OrderStatus'),
  Trade: ({ orderQty, cumQty }) => ({
    '': trade(1),
    '- of the rest': trade(Math.max(orderQty.minus(cumQty).toNumber(), 1)),
    '- and cancels': trade(1, true),
  }),
  TradeConfirmed: () => ({
    '': { ...report, type: 'TradeConfirmed', execRefId: 'E1', alerts: [] },
  }),
  TradeCancel: (order) => ({
    '': { ...report, ...named(order), type: 'TradeCancel', alerts: [] },
  }),
  TradeCorrect: (order) => ({
    '': {
      ...report,
      ...named(order),
      type: 'TradeCorrect',
      alerts: [],
      lastQty: decimal(3),
      lastPx: decimal(100),
    },
  }),
  Replaced: () => ({ '': replaced(null), '- to 20': replaced(20), '- to 2': replaced(2) }),
  Restated: () => ({
    '': restated(null),
    '- to 20': restated(20),
    '- to 2': restated(2),
    '- 2:1 split': restated(20, true),
  }),
  SlicesSummed: () => ({ '': summed(false), '- and over': summed(true) }),
};

const cellOf = (order: Order): string =>
  `${ORD_STATUS_CODE[ordStatus(order)]}:${order.cumQty.toFixed()}/${leavesQty(order).toFixed()}`;

const linesOf = (table: string): string[] => table.split('\n').filter((line) => line.trim());

const [HEAD, ...ROWS] = linesOf(EVENTS);
const BEGINNINGS = HEAD.trim().split(/\s+/);
const STATUS_OF = new Map(Object.values(OrdStatus).map((name) => [ORD_STATUS_CODE[name], name]));
const [COMMANDS_HEAD, ...COMMAND_ROWS] = linesOf(COMMANDS);

/** The rows of EVENTS as [type, variant, cells]. */
const EXPECTED = (() => {
  let type = '';
  return ROWS.map((line): [OrderEventType, string, string[]] => {
    const [label, cells] = [line.slice(0, 21).trim(), line.slice(21).trim().split(/\s+/)];
    if (!label.startsWith('-')) type = label;
    return [type as OrderEventType, label === type ? '' : label, cells];
  });
})();

function outcome(journal: ReturnType<typeof orderIn>, fact: OrderFact): string {
  const before = cellOf(journal.order);
  try {
    journal.append(fact);
  } catch {
    return '!';
  }
  const after = cellOf(journal.order);
  return after === before ? '.' : after;
}

describe('every (status, event) pair', () => {
  test('the table has each status, each event type and each variant, once', () => {
    const statuses = BEGINNINGS.map((cell) => STATUS_OF.get(cell[0]));
    expect(statuses.toSorted()).toEqual(Object.values(OrdStatus).toSorted());
    const { order } = orderIn(OrdStatus.New);
    const variants = Object.entries(FACTS).flatMap(([type, factsFor]) =>
      Object.keys(factsFor(order)).map((variant) => `${type} ${variant}`),
    );
    expect(EXPECTED.map(([type, variant]) => `${type} ${variant}`)).toEqual(variants);
    for (const [, , cells] of EXPECTED) expect(cells).toHaveLength(statuses.length);
  });

  test.each(BEGINNINGS)('an order begins with %s', (cell) => {
    expect(cellOf(orderIn(STATUS_OF.get(cell[0])!).order)).toBe(cell);
  });

  test.each(EXPECTED)('%s %s', (type, variant, cells) => {
    const outcomes = BEGINNINGS.map((cell) => {
      const journal = orderIn(STATUS_OF.get(cell[0])!);
      return outcome(journal, FACTS[type](journal.order)[variant]);
    });
    // With the starting states above, a failure shows the status in which it occurred.
    expect([BEGINNINGS, outcomes]).toEqual([BEGINNINGS, cells]);
  });
});

describe('every (status, command) pair', () => {
  const rules = { refuseAfterFill: false };

  function answers({ order }: ReturnType<typeof orderIn>): string[] {
    const replaceTo = (quantity: number) =>
      decideReplace(
        order,
        { clOrdId: 'Z', quantity: decimal(quantity), price: null, stopPrice: null },
        rules,
      );
    const decided = [
      replaceTo(20),
      replaceTo(10),
      decideCancel(order, { clOrdId: 'Z', text: null }, rules),
    ];
    return decided.map((answer) => (isRefusal(answer) ? answer.refused : answer.type));
  }

  test('the table has each status once', () => {
    expect(COMMANDS_HEAD.trim()).toMatch(/^replace to 20 +replace to 10 +cancel$/);
    expect(COMMAND_ROWS.map((line) => line.split(' ')[0]).toSorted()).toEqual(
      Object.values(OrdStatus).toSorted(),
    );
  });

  test.each(COMMAND_ROWS.map((line) => line.split(/\s+/)))('%s', (status, ...expected) => {
    expect(answers(orderIn(status as OrdStatus))).toEqual(expected);
  });
});
