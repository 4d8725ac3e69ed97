import { type Command, type SendState, isInDoubt, type Order } from './order';
import type { SendAccepted, SendFailed, SendInDoubt, SendStarted } from './order-event';

type SendEvent = SendStarted | SendAccepted | SendFailed | SendInDoubt;

/** Records how far a command got. Changes `next`, a copy that nobody else holds yet. */
export function applySend(next: Order, event: SendEvent): void {
  const at = next.commands.findIndex(({ clOrdId }) => clOrdId === event.clOrdId);
  const sent = next.commands[at];
  // A report settled the command before its outcome was written: nothing changes.
  if (!sent || sent.delivery.state === 'sent') return;
  const delivery = afterSend(sent.delivery, event);
  if (event.type === 'SendInDoubt') next.reason = event.text;
  else if (sent.delivery.state === 'inDoubt') next.reason = null;
  next.commands =
    delivery.state === 'sent' && sent.kind === 'new'
      ? next.commands.toSpliced(at, 1)
      : next.commands.with(at, { ...sent, delivery });
}

function afterSend(before: SendState, event: SendEvent): SendState {
  switch (event.type) {
    case 'SendStarted': {
      const { attempt: attempts, tag, sendBy, process } = event;
      return { state: 'sending', attempts, tag, sendBy, ...(process && { process }) };
    }
    case 'SendAccepted':
      return { state: 'sent', attempts: before.attempts };
    case 'SendFailed':
      return {
        state: 'queued',
        attempts: before.attempts,
        notBefore: event.notBefore,
        text: event.text,
      };
    case 'SendInDoubt':
      return before.state === 'sending' || before.state === 'inDoubt'
        ? {
            ...before,
            state: 'inDoubt',
            ...(event.noticedAt && { noticedAt: event.noticedAt }),
            text: event.text,
          }
        : before;
  }
}

/**
 * A venue that reports on an order has it, and one that answers a request has it too: never resend.
 */
export function settleSend(next: Order, clOrdId: string | null): void {
  const wasInDoubt = isInDoubt(next);
  next.commands = next.commands.flatMap((known): Command[] => {
    if (known.kind === 'new') return [];
    if (known.clOrdId !== clOrdId || known.delivery.state === 'sent') return [known];
    return [{ ...known, delivery: { state: 'sent', attempts: known.delivery.attempts } }];
  });
  if (wasInDoubt && !isInDoubt(next)) next.reason = null;
}
