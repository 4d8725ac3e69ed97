import type { Command, CommandKind, OrderFact, RefusalCode, StateReportType } from '@ome/domain';
import type { LookUpOutcome, SendOutcome } from '../execution-link';

/** A refusal by the link ends the new order, or the request, with the link's own text. */
const REFUSED: Readonly<Record<CommandKind, StateReportType>> = {
  new: 'Rejected',
  replace: 'ReplaceRejected',
  cancel: 'CancelRejected',
};

/** Back-off after an attempt that certainly did not reach the link, by the number of attempts. */
const retryDelayMs = (attempts: number): number => Math.min(200 * 2 ** attempts, 30_000);

/** The journal event for how an attempt ended. */
export function sendOutcomeFact(command: Command, sent: SendOutcome, now: Date): OrderFact {
  const { clOrdId } = command;
  const attempt = command.delivery.attempts;
  switch (sent.outcome) {
    case 'accepted':
      return {
        type: 'SendAccepted',
        clOrdId,
        attempt,
        brokerOrderId: sent.brokerOrderId,
        text: null,
      };
    case 'refused':
      return refusedFact(command, 'link', sent.text, sent.refusal);
    case 'notSent': {
      const notBefore = new Date(now.getTime() + (sent.retryAfterMs ?? retryDelayMs(attempt)));
      return { type: 'SendFailed', clOrdId, attempt, text: sent.text, notBefore };
    }
    case 'unknown':
      return { type: 'SendInDoubt', clOrdId, attempt, text: sent.text, noticedAt: now };
  }
}

/** Ends a command that was refused, or that ops say never arrived. */
export const refusedFact = (
  { clOrdId, kind }: Command,
  source: 'link' | 'engine' | 'ops',
  text: string,
  refusal?: RefusalCode,
): OrderFact => ({
  type: REFUSED[kind],
  source,
  clOrdId,
  execId: null,
  brokerOrderId: null,
  text,
  transactTime: null,
  alerts: [],
  ...(refusal && { refusal }),
});

/** What a look-up, or ops, proved: the link has the command, or it never will. */
export function lookUpFact(
  { clOrdId, delivery }: Command,
  answer: Exclude<LookUpOutcome, { outcome: 'unanswered' }>,
  text: string,
): OrderFact {
  const attempt = delivery.attempts;
  return answer.outcome === 'absent'
    ? { type: 'SendFailed', clOrdId, attempt, text, notBefore: null }
    : { type: 'SendAccepted', clOrdId, attempt, brokerOrderId: answer.brokerOrderId, text };
}
