import {
  avgPx,
  decideCancel,
  decideReplace,
  decimal,
  isRefusal,
  leavesQty,
  OrdStatus,
  ordStatus,
  parseExecType,
  type ReportKind,
  type RequestRules,
  TimeInForce,
} from '../src';
import { aNewOrder, aReport, JournaledOrder, ORDER_ID, someDecimal } from './builders';

const RULES: RequestRules = { refuseAfterFill: false };

/**
 * Plays a matrix of FIX Volume 4 as a test. A line is a step and what the order shows after it:
 *
 *     <step> | <OrdStatus> <OrderQty> <CumQty> <LeavesQty> <AvgPx>   -- why
 *
 * Steps, X being the order and Y, Z the client's ids of requests:
 *
 *     new 10000 [DAY|GTC|IOC|FOK]       the client's order, taken by the link
 *     phone 10000                       an order that the venue opened and reports
 *     replace Y 12000 [@ 101]           a replace request; price only: `replace Y @ 101`
 *     cancel Y                          a cancel request
 *     … refused ORDER_FILLED            after a request: it is refused with this code
 *     Trade 2000 @ 100 [#B] [and cancels]
 *     TradeCancel of B [#C]
 *     TradeCorrect of B 1500 @ 100 [#C]
 *     Replaced Y [8000]                 with or without the OrderQty it settled on
 *     Restated [12000] [split]
 *     CancelReject Y
 *     <any other ExecType> [Y] [#C]
 *
 * A report without `#` has an ExecID of its own.
 */
export function playMatrix(title: string, script: string): void {
  test(title, () => {
    const player = new ScriptPlayer();
    for (const line of script.split('\n').map((text) => text.trim())) {
      if (!line || line.startsWith('--')) continue;
      const [step, shown] = line.split('--')[0].split('|');
      player.play(step.trim());
      expect(`${step}| ${player.shown()}`).toBe(`${step}| ${shown.trim().replace(/\s+/g, ' ')}`);
    }
  });
}

class ScriptPlayer {
  private journal: JournaledOrder | null = null;
  private reports = 0;

  play(step: string): void {
    const [verb, ...words] = step.split(/\s+/);
    switch (verb) {
      case 'new':
        return this.open(words[0], (words[1] ?? 'DAY') as TimeInForce);
      case 'phone':
        this.journal = new JournaledOrder(
          aNewOrder({ origin: 'phone', orderQty: decimal(words[0]), brokerOrderId: 'B1' }),
        );
        return;
      case 'replace':
      case 'cancel':
        return this.request(verb, step);
      default:
        return this.report(verb, step);
    }
  }

  shown(): string {
    const { order } = this.journal!;
    const amounts = [order.orderQty, order.cumQty, leavesQty(order), avgPx(order)];
    return [ordStatus(order), ...amounts.map((amount) => amount.toFixed())].join(' ');
  }

  private open(quantity: string, timeInForce: TimeInForce): void {
    this.journal = new JournaledOrder(aNewOrder({ orderQty: decimal(quantity), timeInForce }));
    this.journal.send(ORDER_ID);
  }

  private request(verb: 'replace' | 'cancel', step: string): void {
    const { clOrdId, quantity, price, refusal } = parsed(
      step,
      /^\w+ (?<clOrdId>\w+)( (?<quantity>\d+))?( @ (?<price>\S+))?( refused (?<refusal>\w+))?$/,
    );
    const { order } = this.journal!;
    const decided =
      verb === 'cancel'
        ? decideCancel(order, { clOrdId: clOrdId!, text: null }, RULES)
        : decideReplace(
            order,
            {
              clOrdId: clOrdId!,
              quantity: someDecimal(quantity),
              price: someDecimal(price),
              stopPrice: null,
            },
            RULES,
          );
    expect([step, isRefusal(decided) ? decided.refused : undefined]).toEqual([step, refusal]);
    if (isRefusal(decided)) return;
    this.journal!.append(decided);
    this.journal!.send(decided.clOrdId);
  }

  private report(verb: string, step: string): void {
    const kind: ReportKind | undefined =
      verb === 'CancelReject' || verb === 'AcceptedForBidding' ? verb : parseExecType(verb);
    if (!kind) throw new Error(`No such step: ${step}`);
    const { request, execRefId, quantity, price, split, cancels, execId } = parsed(
      step,
      /^\w+( of (?<execRefId>\w+))?( (?<request>[A-Z]))?( (?<quantity>\d+))?( @ (?<price>\S+))?( (?<split>split))?( #(?<execId>\w+))?( (?<cancels>and cancels))?$/,
    );
    const amount = someDecimal(quantity);
    const isTrade = kind.startsWith('Trade');
    this.reports += 1;
    this.journal!.book(
      aReport(kind, {
        clOrdId: request && request !== 'X' ? this.requestId(request) : ORDER_ID,
        execId: execId ?? `report ${this.reports}`,
        execRefId: execRefId ?? null,
        lastQty: isTrade ? amount : null,
        lastPx: isTrade ? someDecimal(price) : null,
        orderQty: isTrade ? null : amount,
        corporateAction: split !== undefined,
        ordStatus: cancels ? OrdStatus.Canceled : null,
      }),
    );
  }

  /** The ClOrdID that the link got for the client's request. */
  private requestId(newClOrdId: string): string {
    for (const event of this.journal!.events) {
      const isRequest = event.type === 'ReplaceRequested' || event.type === 'CancelRequested';
      if (isRequest && event.newClOrdId === newClOrdId) return event.clOrdId;
    }
    throw new Error(`No request ${newClOrdId}`);
  }
}

function parsed(step: string, grammar: RegExp): Record<string, string | undefined> {
  const match = grammar.exec(step);
  if (!match) throw new Error(`Not understood: ${step}`);
  return match.groups!;
}
