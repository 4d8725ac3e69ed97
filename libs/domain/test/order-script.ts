import {
  avgPx,
  decideCancel,
  decideReplace,
  decimal,
  type ExecutionReport,
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
import type { Matrix } from './fix-matrices/matrix';

const RULES: RequestRules = { refuseAfterFill: false };

/** A client's request. */
export interface RequestStep {
  do: 'replace' | 'cancel';
  clOrdId: string;
  quantity?: string;
  price?: string;
  /** The code with which it is refused. */
  refusal?: string;
}

/** A report of the link. */
export interface ReportStep {
  do: 'report';
  /** The client's id of the request that it answers. */
  request?: string;
  fields: Partial<ExecutionReport> & { kind: ReportKind };
}

export type Step =
  | { do: 'new'; quantity: string; timeInForce: TimeInForce }
  | { do: 'phone'; quantity: string }
  | RequestStep
  | ReportStep;

export interface ScriptLine {
  text: string;
  step: Step;
  /** What the order shows after the step, with single spaces. */
  shown: string;
}

/**
 * A script of an order. A line is a step and what the order shows after it:
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
export function linesOf(script: string): ScriptLine[] {
  let reports = 0;
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('--'))
    .map((line) => {
      const [text, shown] = line.split('--')[0].split('|');
      const step = stepOf(text.trim(), `report ${reports + 1}`);
      if (step.do === 'report') reports += 1;
      return { text, step, shown: shown.trim().replace(/\s+/g, ' ') };
    });
}

function stepOf(text: string, execId: string): Step {
  const [verb, ...words] = text.split(/\s+/);
  switch (verb) {
    case 'new':
      return { do: 'new', quantity: words[0], timeInForce: (words[1] ?? 'DAY') as TimeInForce };
    case 'phone':
      return { do: 'phone', quantity: words[0] };
    case 'replace':
    case 'cancel': {
      const { clOrdId, ...asked } = parsed(
        text,
        /^\w+ (?<clOrdId>\w+)( (?<quantity>\d+))?( @ (?<price>\S+))?( refused (?<refusal>\w+))?$/,
      );
      return { do: verb, clOrdId: clOrdId!, ...asked };
    }
    default:
      return reportStep(verb, text, execId);
  }
}

function reportStep(verb: string, text: string, ownExecId: string): ReportStep {
  const kind: ReportKind | undefined =
    verb === 'CancelReject' || verb === 'AcceptedForBidding' ? verb : parseExecType(verb);
  if (!kind) throw new Error(`No such step: ${text}`);
  const { request, execRefId, quantity, price, split, cancels, execId } = parsed(
    text,
    /^\w+( of (?<execRefId>\w+))?( (?<request>[A-Z]))?( (?<quantity>\d+))?( @ (?<price>\S+))?( (?<split>split))?( #(?<execId>\w+))?( (?<cancels>and cancels))?$/,
  );
  const amount = someDecimal(quantity);
  const isTrade = kind.startsWith('Trade');
  return {
    do: 'report',
    ...(request && request !== 'X' && { request }),
    fields: {
      kind,
      execId: execId ?? ownExecId,
      execRefId: execRefId ?? null,
      lastQty: isTrade ? amount : null,
      lastPx: isTrade ? someDecimal(price) : null,
      orderQty: isTrade ? null : amount,
      corporateAction: split !== undefined,
      ordStatus: cancels ? OrdStatus.Canceled : null,
    },
  };
}

/** Plays a matrix on the domain alone. */
export function playMatrix({ script }: Matrix): void {
  const player = new ScriptPlayer();
  for (const { text, step, shown } of linesOf(script)) {
    player.play(step);
    expect(`${text}| ${player.shown()}`).toBe(`${text}| ${shown}`);
  }
}

class ScriptPlayer {
  private journal: JournaledOrder | null = null;

  play(step: Step): void {
    switch (step.do) {
      case 'new':
        return this.open(step.quantity, step.timeInForce);
      case 'phone':
        this.journal = new JournaledOrder(
          aNewOrder({ origin: 'phone', orderQty: decimal(step.quantity), brokerOrderId: 'B1' }),
        );
        return;
      case 'replace':
      case 'cancel':
        return this.request(step);
      case 'report': {
        const clOrdId = step.request === undefined ? ORDER_ID : this.requestId(step.request);
        this.journal!.book(aReport(step.fields.kind, { ...step.fields, clOrdId }));
      }
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

  private request({ do: verb, clOrdId, quantity, price, refusal }: RequestStep): void {
    const { order } = this.journal!;
    const decided =
      verb === 'cancel'
        ? decideCancel(order, { clOrdId, text: null }, RULES)
        : decideReplace(
            order,
            {
              clOrdId,
              quantity: someDecimal(quantity),
              price: someDecimal(price),
              stopPrice: null,
            },
            RULES,
          );
    const refused = isRefusal(decided) ? decided.refused : undefined;
    expect([verb, clOrdId, refused]).toEqual([verb, clOrdId, refusal]);
    if (isRefusal(decided)) return;
    this.journal!.append(decided);
    this.journal!.send(decided.clOrdId);
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
