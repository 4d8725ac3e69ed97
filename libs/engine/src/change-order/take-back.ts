import { type Command, type Order, type Refusal, refusalText } from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { PreTradeChecks } from '../risk/pre-trade-checks';
import { refusedFact } from '../send-commands/outcome';

/**
 * Judges a request again that was journalled after its process lost its lease: a kill switch may
 * apply to it. It is ended then, unless it was sent before, after a check against the settings of
 * that time.
 *
 * @param isAsked recognises the request, of those that are not sent
 */
export async function takeBack(
  writer: Pick<OrderWriter, 'change'>,
  limits: Pick<PreTradeChecks, 'beforeSend'>,
  order: Order,
  isAsked: (command: Command) => boolean,
  origin: Origin,
): Promise<{ order: Order } | Refusal> {
  const askedIn = ({ commands }: Order): Command | undefined =>
    commands.findLast((command) => command.delivery.state === 'queued' && isAsked(command));
  const asked = askedIn(order);
  if (!asked) return { order };
  const { refusal } = await limits.beforeSend(order, asked, asked.requestedAt);
  if (!refusal) return { order };
  const revoke = (current: Order) => {
    const command = askedIn(current);
    return command?.clOrdId === asked.clOrdId
      ? refusedFact(command, 'engine', refusalText(refusal), refusal.refused)
      : null;
  };
  const change = await writer.change(order.orderId, revoke, origin);
  return change.outcome === 'unchanged' ? { order: change.order } : refusal;
}
