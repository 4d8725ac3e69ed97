import { isFullyFilled, nextCommand, type Command, type Order } from './order';
import type { ReportedFact } from './decide-report';

/** How long an attempt may take, all in milliseconds. */
export interface SendTiming {
  /** An attempt is written to the link within this time of its SendStarted, or not at all. */
  sendWindowMs: number;
  /** How long the link client waits for an answer. */
  linkTimeoutMs: number;
  /** Added before anything is declared absent, for clocks and buffers. */
  settleMarginMs: number;
  /** A new order that could not be sent for this long is rejected. */
  newOrderMaxWaitMs: number;
}

/** What is to be done about the first unanswered command of an order. */
export type NextStep =
  | { step: 'none' }
  | { step: 'wait'; until: Date }
  | { step: 'send'; command: Command }
  | { step: 'withdraw'; fact: ReportedFact }
  | { step: 'resolve'; command: Command; absenceProvable: boolean };

/** Decides the next step; the caller journals it before it acts (design: at most once). */
export function nextStep(order: Order, now: Date, timing: SendTiming): NextStep {
  const command = nextCommand(order);
  if (!command) return { step: 'none' };
  const { delivery } = command;
  switch (delivery.state) {
    case 'sent':
      return { step: 'none' };
    case 'sending':
    case 'inDoubt': {
      const settled = settledAt(delivery.sendBy, timing);
      const absenceProvable = now >= settled;
      if (delivery.state === 'sending' && !absenceProvable) return { step: 'wait', until: settled };
      return { step: 'resolve', command, absenceProvable };
    }
    case 'queued': {
      const fact = withdrawal(order, command, now, timing);
      if (fact) return { step: 'withdraw', fact };
      if (delivery.notBefore && delivery.notBefore > now) {
        return { step: 'wait', until: delivery.notBefore };
      }
      return { step: 'send', command };
    }
  }
}

/** From here on an attempt that the link does not know of will never reach it. */
export const settledAt = (sendBy: Date, timing: SendTiming): Date =>
  new Date(sendBy.getTime() + timing.linkTimeoutMs + timing.settleMarginMs);

/** A queued command that must not be sent any more, as the report that ends it. */
function withdrawal(
  order: Order,
  command: Command,
  now: Date,
  timing: SendTiming,
): ReportedFact | null {
  const end = (type: 'Rejected' | 'CancelRejected' | 'ReplaceRejected', text: string) => ({
    type,
    source: 'engine' as const,
    clOrdId: command.clOrdId,
    execId: null,
    brokerOrderId: null,
    text,
    transactTime: null,
    alerts: [],
  });
  switch (command.kind) {
    case 'new': {
      const deadline = command.requestedAt.getTime() + timing.newOrderMaxWaitMs;
      if (now.getTime() < deadline) return null;
      return end('Rejected', `Not sent within ${timing.newOrderMaxWaitMs} ms: ${why(command)}`);
    }
    case 'cancel':
      return isFullyFilled(order) ? end('CancelRejected', 'Too late: order is filled') : null;
    case 'replace':
      return isFullyFilled(order) && command.terms!.orderQty.lte(order.cumQty)
        ? end('ReplaceRejected', 'Too late: order is filled')
        : null;
  }
}

const why = ({ delivery }: Command): string =>
  (delivery.state === 'queued' && delivery.text) || 'the link did not take orders';
