import { type Command, isFullyFilled, nextCommand, type Order, type SendState } from './order';
import { RefusalCode } from './refusal';
import { isImmediate } from './requested-order';
import type { StateReport } from './order-event';

/** Time limits of an attempt, all in milliseconds. */
export interface SendTiming {
  /** An attempt is written to the link within this time after its SendStarted, or not at all. */
  sendWindowMs: number;
  /** How long the link client waits for an answer. */
  linkTimeoutMs: number;
  /** Added before a command is declared absent, for clock differences and buffers. */
  settleMarginMs: number;
  /** A new order that could not be sent for this long is rejected. */
  newOrderMaxWaitMs: number;
}

/** When an order can no longer trade, and the text that says so. */
export interface OrderEnd {
  at: Date;
  text: string;
}

/** What to do next about the first unanswered command of an order. */
export type NextStep =
  | { step: 'none' }
  | { step: 'wait'; until: Date }
  | { step: 'send'; command: Command }
  | { step: 'withdraw'; fact: StateReport }
  | { step: 'resolve'; command: Command; absenceProvable: boolean };

/**
 * Decides the next step; the caller journals it before acting
 * (docs/decisions/0004-at-most-once.md).
 *
 * @param end null if the order has no known end
 */
export function nextStep(
  order: Order,
  now: Date,
  timing: SendTiming,
  end: OrderEnd | null = null,
): NextStep {
  const command = nextCommand(order);
  if (!command) return { step: 'none' };
  const { delivery } = command;
  switch (delivery.state) {
    case 'sent':
      return { step: 'none' };
    case 'held':
      return { step: 'withdraw', fact: tooLate(command, 'ReplaceRejected') };
    case 'sending':
    case 'inDoubt': {
      const settled = settledAt(lastWriteAt(delivery), timing);
      const absenceProvable = now >= settled;
      if (delivery.state === 'sending' && !absenceProvable) return { step: 'wait', until: settled };
      return { step: 'resolve', command, absenceProvable };
    }
    case 'queued': {
      const fact = withdrawal(order, command, now, timing, end);
      if (fact) return { step: 'withdraw', fact };
      if (delivery.notBefore && delivery.notBefore > now) {
        return { step: 'wait', until: delivery.notBefore };
      }
      return { step: 'send', command };
    }
  }
}

/** A sender that was stopped between its last check and the write has written later than allowed. */
function lastWriteAt(attempt: Extract<SendState, { sendBy: Date }>): Date {
  const noticedAt = 'noticedAt' in attempt ? attempt.noticedAt : undefined;
  return noticedAt && noticedAt > attempt.sendBy ? noticedAt : attempt.sendBy;
}

/** After this instant an attempt that the link does not know can no longer reach it. */
export const settledAt = (lastWrite: Date, timing: SendTiming): Date =>
  new Date(lastWrite.getTime() + timing.linkTimeoutMs + timing.settleMarginMs);

/** A queued command that must not be sent any more, as the report that ends it. */
function withdrawal(
  order: Order,
  command: Command,
  now: Date,
  timing: SendTiming,
  end: OrderEnd | null,
): StateReport | null {
  const isOver = end !== null && now >= end.at;
  switch (command.kind) {
    case 'new': {
      if (isOver) return ended(command, 'Expired', `Not sent in time: ${end.text}`);
      const waitedMs = now.getTime() - command.requestedAt.getTime();
      if (isImmediate(order)) {
        const isLate = command.delivery.attempts > 0 || waitedMs > timing.sendWindowMs;
        return isLate ? notSentAtOnce(order, command) : null;
      }
      if (waitedMs < timing.newOrderMaxWaitMs) return null;
      const limit = `Not sent within ${timing.newOrderMaxWaitMs} ms`;
      const report = ended(command, 'Rejected', `${limit}: ${why(command)}`);
      return { ...report, refusal: RefusalCode.NotSentInTime };
    }
    case 'cancel':
      return isFullyFilled(order) ? tooLate(command, 'CancelRejected') : null;
    case 'replace': {
      if (isOver) return ended(command, 'ReplaceRejected', `Not sent in time: ${end.text}`);
      return isFullyFilled(order) && command.terms!.orderQty.lte(order.cumQty)
        ? tooLate(command, 'ReplaceRejected')
        : null;
    }
  }
}

const tooLate = (command: Command, type: 'CancelRejected' | 'ReplaceRejected'): StateReport =>
  ended(command, type, 'Too late: order is filled');

/**
 * Ends an order that trades at once or not at all, because the link does not take it at once.
 *
 * @param obstacle what prevents sending; null for the error of the last attempt
 */
export const notSentAtOnce = (
  { timeInForce }: Order,
  command: Command,
  obstacle: string | null = null,
): StateReport =>
  ended(
    command,
    'Rejected',
    `${timeInForce} orders are sent at once or not at all: ${obstacle ?? why(command)}`,
  );

/** The engine's own report on a command that was never sent. */
function ended(
  { clOrdId }: Command,
  type: 'Expired' | 'Rejected' | 'CancelRejected' | 'ReplaceRejected',
  text: string,
): StateReport {
  return {
    type,
    source: 'engine',
    clOrdId,
    execId: null,
    brokerOrderId: null,
    text,
    transactTime: null,
    alerts: [],
  };
}

const why = ({ delivery }: Command): string =>
  (delivery.state === 'queued' && delivery.text) || 'the link did not take orders';
