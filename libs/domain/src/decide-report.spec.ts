import { aNewOrder, aReport, JournaledOrder, ORDER_ID } from '../test/builders';
import { decimal } from './decimal';
import type { ExecutionReport } from './execution-report';
import { ordStatus } from './order';
import { TimeInForce } from './requested-order';
import { AlertCode } from './order-event';
import { OrdStatus } from './order-status';

function sent(fields: Parameters<typeof aNewOrder>[0] = {}): JournaledOrder {
  const journal = new JournaledOrder(aNewOrder(fields));
  journal.send(ORDER_ID);
  return journal;
}

function request(journal: JournaledOrder, kind: 'cancel' | 'replace', newClOrdId: string): string {
  const clOrdId = `${ORDER_ID}-${journal.order.version + 1}`;
  const asked = { clOrdId, newClOrdId };
  const terms = { orderQty: decimal(20), price: decimal(101), stopPrice: null };
  journal.append(
    kind === 'cancel'
      ? { type: 'CancelRequested', ...asked, text: null }
      : { type: 'ReplaceRequested', ...asked, ...terms },
  );
  journal.send(clOrdId);
  return clOrdId;
}

const trade = (execId: string, lastQty: number, fields: Partial<ExecutionReport> = {}) =>
  aReport('Trade', { execId, lastQty: decimal(lastQty), lastPx: decimal(100), ...fields });

const minimal = (ordStatus: OrdStatus, cumQty: number | null = null) =>
  aReport(cumQty === null ? (ordStatus as never) : 'Trade', {
    ordStatus,
    minimal: true,
    cumQty: cumQty === null ? null : decimal(cumQty),
    lastPx: cumQty === null ? null : decimal(65),
  });

const codes = (journal: JournaledOrder, report: ExecutionReport) =>
  journal.interpret(report).alerts.map(({ code }) => code);

const shown = ({ order }: JournaledOrder) => [ordStatus(order), order.cumQty.toNumber()];

describe('fills from CumQty', () => {
  test('are the difference to what is already filled', () => {
    const journal = sent();
    journal.book(minimal(OrdStatus.PartiallyFilled, 4));
    expect(shown(journal)).toEqual(['PartiallyFilled', 4]);
    journal.book(minimal(OrdStatus.Filled, 10));
    expect(shown(journal)).toEqual(['Filled', 10]);
  });

  test('an exact repeat derives the same ExecID, and counts once', () => {
    const journal = sent();
    const report = minimal(OrdStatus.PartiallyFilled, 4);
    expect(journal.book(report)?.type).toBe('Trade');
    expect(journal.book(report)).toBeNull();
  });

  test('a report that is behind the booked quantity books nothing', () => {
    const journal = sent();
    journal.book(minimal(OrdStatus.Filled, 10));
    const late = minimal(OrdStatus.PartiallyFilled, 4);
    expect(journal.interpret(late)).toMatchObject({ type: 'OrderStatus' });
    expect(codes(journal, late)).toContain(AlertCode.LateReport);
  });

  test('LastQty wins over CumQty, which is only compared', () => {
    const journal = sent();
    const report = trade('T1', 3, { cumQty: decimal(5) });
    expect(journal.interpret(report)).toMatchObject({ lastQty: decimal(3) });
    expect(journal.interpret(report).alerts).toEqual([
      { code: AlertCode.Difference, field: 'CumQty', ours: '3', reported: '5' },
    ]);
  });
});

describe('a trade whose OrdStatus is Canceled', () => {
  const ioc = () => sent({ timeInForce: TimeInForce.ImmediateOrCancel });

  test('cancels the remainder', () => {
    const journal = ioc();
    journal.book(trade('T1', 4, { ordStatus: OrdStatus.Canceled }));
    expect(shown(journal)).toEqual(['Canceled', 4]);
  });

  test('also where the fill itself is booked already', () => {
    const journal = ioc();
    journal.book(minimal(OrdStatus.PartiallyFilled, 4));
    const closing = aReport('Trade', {
      execId: 'E2',
      ordStatus: OrdStatus.Canceled,
      cumQty: decimal(4),
      lastPx: decimal(65),
    });
    expect(codes(journal, closing)).toEqual([AlertCode.LateReport]);
    journal.book(closing);
    expect(shown(journal)).toEqual(['Canceled', 4]);
  });
});

describe('which request a report answers', () => {
  test.each([
    ['its own id', (_: JournaledOrder, clOrdId: string) => clOrdId],
    ["the client's id", () => 'Y'],
    ['the order id, as older links do', () => ORDER_ID],
    ["the client's id of the order", () => 'X'],
    ['none', () => null],
  ])('is found by %s', (_, quoted) => {
    const journal = sent();
    const clOrdId = request(journal, 'replace', 'Y');
    journal.book(aReport('Replaced', { clOrdId: quoted(journal, clOrdId) }));
    expect(journal.order.commands).toEqual([]);
    expect(journal.order.orderQty.toNumber()).toBe(20);
    expect(journal.order.acceptedClOrdId).toBe(clOrdId);
  });

  test('is the oldest of the kind, where the order id is quoted', () => {
    const journal = sent();
    request(journal, 'replace', 'Y');
    const cancel = request(journal, 'cancel', 'Z');
    journal.book(aReport('CancelReject', { responseTo: 'replace' }));
    expect(journal.order.commands.map(({ clOrdId }) => clOrdId)).toEqual([cancel]);
  });

  test('Rejected that quotes a request rejects the request, not the order', () => {
    const journal = sent();
    const clOrdId = request(journal, 'cancel', 'Y');
    expect(journal.interpret(aReport('Rejected', { clOrdId }))).toMatchObject({
      type: 'CancelRejected',
    });
  });

  test('a bare OrdStatus 0 that quotes a replace accepts the replace', () => {
    const journal = sent();
    const clOrdId = request(journal, 'replace', 'Y');
    expect(journal.interpret({ ...minimal(OrdStatus.New), clOrdId }).type).toBe('Replaced');
    expect(journal.interpret(minimal(OrdStatus.New)).type).toBe('New');
  });
});

describe('an answered request is neither answered again nor revived (rule 15)', () => {
  /** Y was rejected, Z is outstanding. */
  function afterReject(kind: 'cancel' | 'replace') {
    const journal = sent();
    const first = request(journal, kind, 'Y');
    journal.book(aReport('CancelReject', { clOrdId: first, execId: 'R1' }));
    const second = request(journal, kind, 'Z');
    return { journal, first, second };
  }

  test.each(['its own id', "the client's id"])('a second reject that quotes %s', (quoted) => {
    const { journal, first, second } = afterReject('cancel');
    const clOrdId = quoted === 'its own id' ? first : 'Y';
    const again = aReport('CancelReject', { clOrdId, execId: 'R2' });
    expect(codes(journal, again)).toEqual([AlertCode.NothingPending]);
    journal.book(again);
    expect(journal.order.commands.map((command) => command.clOrdId)).toEqual([second]);
  });

  test.each([
    ['PendingCancel', 'cancel'],
    ['PendingReplace', 'replace'],
  ] as const)('a late %s, whatever id it quotes', (kind, requested) => {
    const journal = sent();
    const first = request(journal, requested, 'Y');
    journal.book(aReport('CancelReject', { clOrdId: first }));
    for (const clOrdId of [first, 'Y', ORDER_ID, 'X', null]) {
      journal.book(aReport(kind, { clOrdId, execId: `late ${clOrdId}` }));
      expect(journal.order.commands).toEqual([]);
    }
  });

  test('takes few bytes to remember, however many requests there were', () => {
    const journal = sent();
    const canceled = request(journal, 'cancel', 'cancel');
    journal.book(aReport('CancelReject', { clOrdId: canceled, execId: 'R' }));
    for (let count = 0; count < 500; count += 1) {
      const clOrdId = request(journal, 'replace', `client-${count}`);
      journal.book(aReport('Replaced', { clOrdId, execId: `E${count}` }));
    }
    expect(journal.order.answered.length).toBeLessThan(40);
    for (const [kind, clOrdId] of [
      ['PendingCancel', canceled],
      ['PendingCancel', ORDER_ID],
      ['PendingReplace', ORDER_ID],
      ['PendingReplace', 'client-499'],
      ['PendingReplace', `${ORDER_ID}-10`],
    ] as const) {
      journal.book(aReport(kind, { clOrdId, execId: `late ${kind} ${clOrdId}` }));
    }
    expect(journal.order.commands).toEqual([]);
  });

  test.each(['its own id', "the client's id"])(
    'a Replaced that is repeated with %s does not bring its terms back',
    (quoted) => {
      const journal = sent();
      const first = request(journal, 'replace', 'Y');
      const clOrdId = quoted === 'its own id' ? first : 'Y';
      const replaced = aReport('Replaced', { clOrdId, orderQty: decimal(20) });
      journal.book(replaced);
      journal.book(aReport('Restated', { execId: 'E', orderQty: decimal(15) }));
      expect(journal.book(replaced)).toBeNull();
      journal.book({ ...replaced, execId: 'PossResend' });
      expect(journal.order.orderQty.toNumber()).toBe(15);
    },
  );

  test('the order id does not distinguish answers: the second reject answers the second request', () => {
    const journal = sent();
    request(journal, 'cancel', 'Y');
    journal.book(aReport('CancelReject'));
    request(journal, 'cancel', 'Z');
    expect(journal.book(aReport('CancelReject'))?.type).toBe('CancelRejected');
    expect(journal.order.commands).toEqual([]);
  });

  test("a request that the venue announced under an id of its own does not outnumber the client's", () => {
    const journal = sent();
    journal.book(aReport('PendingReplace', { clOrdId: 'DESK-99' }));
    journal.book(aReport('Replaced', { clOrdId: 'DESK-99', orderQty: decimal(30) }));
    const clOrdId = request(journal, 'replace', 'Y');
    journal.book(aReport('Replaced', { clOrdId }));
    expect(journal.order.orderQty.toNumber()).toBe(20);
  });

  test.each([null, ORDER_ID])(
    'a Replaced that names the order alone (%s) answers the request whose terms it has, and no other',
    (clOrdId) => {
      const journal = sent();
      request(journal, 'replace', 'Y');
      const replaced = { clOrdId, brokerOrderId: 'B1', price: decimal(101) };
      const other = journal.book(
        aReport('Replaced', { ...replaced, execId: 'E1', orderQty: decimal(15) }),
      );
      expect(other).toMatchObject({
        type: 'Replaced',
        alerts: [
          { code: AlertCode.UnrequestedChange, field: 'OrderQty', ours: '10', reported: '15' },
          { code: AlertCode.UnrequestedChange, field: 'Price', ours: '100', reported: '101' },
        ],
      });
      expect(shown(journal)).toEqual(['PendingReplace', 0]);

      journal.book(aReport('Replaced', { ...replaced, execId: 'E2', orderQty: decimal(20) }));
      expect(shown(journal)).toEqual(['New', 0]);
      expect(journal.order.orderQty.toNumber()).toBe(20);
    },
  );

  test('an answer with other terms than were asked for is booked as it is, with an alert', () => {
    const journal = sent();
    const clOrdId = request(journal, 'replace', 'Y');
    const replaced = journal.book(aReport('Replaced', { clOrdId, orderQty: decimal(15) }));
    expect(replaced).toMatchObject({
      alerts: [
        { code: AlertCode.UnrequestedChange, field: 'OrderQty', ours: '20', reported: '15' },
      ],
    });
    expect(shown(journal)).toEqual(['New', 0]);
    expect(journal.order.orderQty.toNumber()).toBe(15);
  });
});

describe('alerts', () => {
  test('none if the report agrees with our fold, to the digits that it gives', () => {
    const journal = sent();
    journal.book(trade('T1', 1, { lastPx: decimal('100.01') }));
    const report = trade('T2', 2, {
      ordStatus: OrdStatus.PartiallyFilled,
      cumQty: decimal(3),
      leavesQty: decimal(7),
      avgPx: decimal('100.0033'),
    });
    expect(codes(journal, report)).toEqual([]);
  });

  test('Difference for each field that differs', () => {
    const report = trade('T1', 4, {
      ordStatus: OrdStatus.Filled,
      cumQty: decimal(5),
      leavesQty: decimal(5),
      avgPx: decimal('100.1'),
    });
    expect(sent().interpret(report).alerts).toEqual([
      {
        code: AlertCode.Difference,
        field: 'OrdStatus',
        ours: 'PartiallyFilled',
        reported: 'Filled',
      },
      { code: AlertCode.Difference, field: 'CumQty', ours: '4', reported: '5' },
      { code: AlertCode.Difference, field: 'LeavesQty', ours: '6', reported: '5' },
      { code: AlertCode.Difference, field: 'AvgPx', ours: '100', reported: '100.1' },
    ]);
  });

  test('no Difference of OrdStatus while a request is under way: the venue may not know it', () => {
    const journal = sent();
    request(journal, 'cancel', 'Y');
    expect(codes(journal, aReport('New', { ordStatus: OrdStatus.New }))).toEqual([]);
  });

  test('Overfill when CumQty rises above OrderQty; the fill is booked (rule 17)', () => {
    const journal = sent();
    const report = trade('T1', 11);
    expect(codes(journal, report)).toEqual([AlertCode.Overfill]);
    journal.book(report);
    expect(shown(journal)).toEqual(['Filled', 11]);
  });

  test('ReportBeforeSend for an order that, as far as we know, was never sent', () => {
    expect(codes(new JournaledOrder(aNewOrder()), aReport('New'))).toEqual([
      AlertCode.ReportBeforeSend,
    ]);
  });

  test('ReportAfterClose for another end, none for a fill', () => {
    const journal = sent();
    journal.book(aReport('Canceled'));
    expect(codes(journal, aReport('Expired'))).toEqual([AlertCode.ReportAfterClose]);
    expect(codes(journal, trade('T1', 1))).toEqual([]);
  });

  test('RejectedWithFills', () => {
    const journal = sent();
    journal.book(trade('T1', 1));
    expect(codes(journal, aReport('Rejected'))).toEqual([AlertCode.RejectedWithFills]);
  });

  test('NothingPending for a reject of nothing', () => {
    expect(codes(sent(), aReport('CancelReject'))).toEqual([AlertCode.NothingPending]);
  });

  test('BrokerOrderIdChanged; the first one stays', () => {
    const journal = sent();
    journal.book(aReport('New', { brokerOrderId: 'B1' }));
    const other = aReport('PendingNew', { brokerOrderId: 'B2' });
    expect(codes(journal, other)).toEqual([AlertCode.BrokerOrderIdChanged]);
    journal.book(other);
    expect(journal.order.brokerOrderId).toBe('B1');
  });

  test('UnknownExecution for a bust whose trade has not arrived, LateReport for a second bust', () => {
    const journal = sent();
    const bust = (execId: string) => aReport('TradeCancel', { execId, execRefId: 'T1' });
    expect(codes(journal, bust('B1'))).toEqual([AlertCode.UnknownExecution]);
    journal.book(trade('T1', 4));
    journal.book(bust('B1'));
    expect(codes(journal, bust('B2'))).toEqual([AlertCode.LateReport]);
  });
});
