import fc from 'fast-check';
import {
  decideCancel,
  decideReplace,
  Decimal,
  decimal,
  isRefusal,
  type NextStep,
  nextStep,
  type OrderEvent,
  OrdStatus,
  type ReportKind,
  type RequestRules,
  type SendTiming,
  TimeInForce,
} from '../src';
import { aNewOrder, aReport, clock, JournaledOrder, ORDER_ID } from './builders';

/** Whole shares, and quantities and prices with a few decimals. */
export const anAmount: fc.Arbitrary<Decimal> = fc.oneof(
  fc.integer({ min: 1, max: 30 }).map((n) => decimal(n)),
  fc.integer({ min: 1, max: 99_999 }).map((n) => decimal(n).div(10_000)),
);

const STATE_REPORTS: ReportKind[] = [
  'PendingNew',
  'AcceptedForBidding',
  'New',
  'Rejected',
  'PendingCancel',
  'Canceled',
  'PendingReplace',
  'Expired',
  'DoneForDay',
  'Suspended',
  'Stopped',
  'Calculated',
  'Triggered',
  'OrderStatus',
  'CancelReject',
  'Replaced',
  'Restated',
];

/**
 * What is quoted as ClOrdID: the order's ids, none, or one of the earlier requests by either id.
 */
const aQuote = fc.oneof(
  fc.constantFrom('order', 'client', 'none'),
  fc.record({ request: fc.nat(5), byClientId: fc.boolean() }),
);
type Quote = typeof aQuote extends fc.Arbitrary<infer T> ? T : never;

// Few ExecIDs, so that reports repeat, and name executions that came, come later, or never come.
const anExecId = fc.nat(30).map((n) => `E${n}`);

const aStep = fc.oneof(
  fc.record({ do: fc.constant('replace' as const), quantity: anAmount }),
  fc.record({ do: fc.constant('cancel' as const) }),
  fc.record({
    do: fc.constant('send' as const),
    outcome: fc.constantFrom('accepted', 'failed', 'lost', 'no answer'),
  }),
  fc.record({
    do: fc.constant('report' as const),
    kind: fc.constantFrom(...STATE_REPORTS),
    execId: anExecId,
    quote: aQuote,
    orderQty: fc.option(anAmount),
  }),
  fc.record({ do: fc.constant('split' as const), factor: fc.constantFrom('2', '5', '0.5') }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('execution' as const),
      kind: fc.constantFrom('Trade', 'Trade', 'TradeCancel', 'TradeCorrect'),
      execId: anExecId,
      execRefId: anExecId,
      quote: aQuote,
      quantity: anAmount,
      price: anAmount,
      cancels: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    }),
  },
);
export type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

export const aHistory = fc.record({
  orderQty: anAmount,
  timeInForce: fc.constantFrom(...Object.values(TimeInForce)),
  steps: fc.array(aStep, { maxLength: 40, size: 'max' }),
});

const RULES: RequestRules = { refuseAfterFill: false };

const TIMING: SendTiming = {
  sendWindowMs: 0,
  linkTimeoutMs: 0,
  settleMarginMs: 0,
  newOrderMaxWaitMs: 86_400_000,
};

/** An order that lives through a random history, one step at a time. */
export class RandomOrder extends JournaledOrder {
  private splits = 0;

  constructor(orderQty: Decimal, timeInForce: TimeInForce) {
    super(aNewOrder({ orderQty, timeInForce }));
  }

  take(step: Step): OrderEvent | null {
    switch (step.do) {
      case 'replace':
        return this.request(
          decideReplace(
            this.order,
            { clOrdId: this.freshId(), quantity: step.quantity, price: null, stopPrice: null },
            RULES,
          ),
        );
      case 'cancel':
        return this.request(
          decideCancel(this.order, { clOrdId: this.freshId(), text: null }, RULES),
        );
      case 'send':
        return this.advance(step.outcome);
      case 'split':
        return this.split(decimal(step.factor));
      case 'report':
        return this.book(
          aReport(step.kind, {
            clOrdId: this.quoted(step.quote),
            execId: step.execId,
            orderQty: step.orderQty,
          }),
        );
      case 'execution':
        return this.book(
          aReport(step.kind, {
            clOrdId: this.quoted(step.quote),
            execId: step.execId,
            execRefId: step.execRefId,
            lastQty: step.quantity,
            lastPx: step.price,
            ordStatus: step.cancels ? OrdStatus.Canceled : null,
          }),
        );
    }
  }

  private request(decided: ReturnType<typeof decideReplace | typeof decideCancel>) {
    return isRefusal(decided) ? null : this.append(decided);
  }

  private freshId(): string {
    return `client-${this.events.length}`;
  }

  private quoted(quote: Quote): string | null {
    if (quote === 'none') return null;
    if (quote === 'client') return this.order.clOrdId;
    if (quote === 'order') return ORDER_ID;
    const requests = this.events.filter(
      (event) => event.type === 'ReplaceRequested' || event.type === 'CancelRequested',
    );
    const request = requests[quote.request % Math.max(requests.length, 1)];
    return request ? (quote.byClientId ? request.newClOrdId : request.clOrdId) : ORDER_ID;
  }

  /** A few splits at most: each adds digits, and beyond 34 of them a quotient is rounded. */
  private split(factor: Decimal): OrderEvent | null {
    this.splits += 1;
    if (this.splits > 4) return null;
    const orderQty = this.order.orderQty.times(factor);
    const execId = `split ${this.events.length}`;
    return this.book(aReport('Restated', { execId, orderQty, corporateAction: true }));
  }

  private advance(outcome: string): OrderEvent | null {
    const step: NextStep = nextStep(this.order, clock(3_000), TIMING);
    if (step.step === 'withdraw') return this.append(step.fact);
    if (step.step !== 'send' && step.step !== 'resolve') return null;
    const { clOrdId, delivery } = step.command;
    let attempt = delivery.attempts;
    if (step.step === 'send') {
      attempt += 1;
      const sendBy = clock(this.events.length);
      const started = { type: 'SendStarted', clOrdId, attempt, tag: 't', sendBy } as const;
      if (outcome === 'no answer') return this.append(started);
      this.append(started);
    }
    switch (outcome) {
      case 'accepted':
        return this.append({
          type: 'SendAccepted',
          clOrdId,
          attempt,
          brokerOrderId: null,
          text: null,
        });
      case 'failed':
        return this.append({
          type: 'SendFailed',
          clOrdId,
          attempt,
          text: 'refused',
          notBefore: null,
        });
      default:
        return this.append({ type: 'SendInDoubt', clOrdId, attempt, text: 'lost' });
    }
  }
}
