import {
  applyEvent,
  BLANK_REPORT,
  decideReport,
  type Decimal,
  decimal,
  type ExecutionReport,
  Executions,
  namesExecution,
  type NewOrder,
  type Order,
  ORDER_DEFAULTS,
  type OrderEvent,
  type OrderFact,
  OrdType,
  type ReportKind,
  Side,
  TimeInForce,
} from '../src';

export const ORDER_ID = '0123456789abcdef01234567';

/** The tests' clock: `seconds` after the day began. */
export const clock = (seconds: number): Date => new Date(Date.UTC(2024, 0, 2, 9, 0, seconds));

export const aNewOrder = (fields: Partial<NewOrder> = {}): NewOrder => ({
  ...ORDER_DEFAULTS,
  type: 'NewOrder',
  origin: 'client',
  orderId: ORDER_ID,
  clOrdId: 'X',
  account: '1',
  symbol: 'ACME',
  exchange: 'NSE',
  side: Side.Buy,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  link: 'rest',
  orderQty: decimal(10),
  price: decimal(100),
  brokerOrderId: null,
  execId: null,
  ...fields,
});

/** A report as received: only the fields that the test sets have values. */
export const aReport = (
  kind: ReportKind,
  fields: Partial<ExecutionReport> = {},
): ExecutionReport => ({
  ...BLANK_REPORT,
  kind,
  link: 'rest',
  clOrdId: ORDER_ID,
  ...fields,
});

/**
 * One order and its journal, in memory: appends facts as the next events, and books a report once,
 * as the unique key {orderId, execId} of the real journal does.
 */
export class JournaledOrder {
  readonly events: OrderEvent[] = [];
  private current: Order | null = null;

  constructor(opening: NewOrder) {
    this.append(opening);
  }

  get order(): Order {
    return this.current!;
  }

  append(fact: OrderFact): OrderEvent {
    const seq = this.events.length + 1;
    const envelope = { orderId: ORDER_ID, seq, at: clock(seq), by: null, requestId: null };
    const event: OrderEvent = { ...fact, ...envelope };
    this.current = applyEvent(this.current, event);
    this.events.push(event);
    return event;
  }

  /** Books a report of the link; null if its ExecID is already in the journal. */
  book(report: ExecutionReport): OrderEvent | null {
    const fact = this.interpret(report);
    if (fact.execId !== null && this.execIds.has(fact.execId)) return null;
    return this.append(fact);
  }

  interpret(report: ExecutionReport) {
    const named = namesExecution(report)
      ? Executions.fold(this.events).find(report.execRefId!)
      : undefined;
    return decideReport(this.order, report, named);
  }

  private get execIds(): Set<string> {
    return new Set(
      this.events.flatMap((event) => ('execId' in event && event.execId ? [event.execId] : [])),
    );
  }

  /** The link takes the first waiting command without any report. */
  send(clOrdId: string): void {
    const attempt = 1;
    this.append({ type: 'SendStarted', clOrdId, attempt, tag: clOrdId, sendBy: clock(60) });
    this.append({ type: 'SendAccepted', clOrdId, attempt, brokerOrderId: null, text: null });
  }
}

export const someDecimal = (text: string | undefined): Decimal | null =>
  text === undefined ? null : decimal(text);
