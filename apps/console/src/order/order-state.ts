import type { OrderView } from '@ome/contracts';
import { averageText } from '../market/figure-text';
import { statusText } from './order-status';

export const orderIdOf = ({ orderId }: OrderView): string => orderId;

const hasPendingRequest = ({ ordStatus }: OrderView): boolean =>
  ordStatus === 'PendingCancel' || ordStatus === 'PendingReplace';

/** The order can still trade, or a command of it is unanswered. */
export const isOpen = (order: OrderView): boolean =>
  order.leavesQty !== '0' || order.inDoubt || hasPendingRequest(order);

export const canChange = (order: OrderView): boolean => order.leavesQty !== '0';

export const canCancel = (order: OrderView): boolean =>
  order.leavesQty !== '0' && order.ordStatus !== 'PendingCancel';

/** Why an order is in its state, in sentences: the most urgent first. */
export function whyInThisState(order: OrderView): string[] {
  const sentences: string[] = [];
  if (order.inDoubt) {
    sentences.push(
      `A command was sent to ${order.link} and its answer was lost: it is unknown whether the link received ` +
        'it. The engine looks it up automatically, and never sends it twice.',
    );
  }
  sentences.push(`The order ${statusText(order.ordStatus).meaning}`);
  if (order.cumQty !== '0' && order.ordStatus !== 'Filled') {
    sentences.push(
      `${order.cumQty} of ${order.orderQty} is filled at ${averageText(order.avgPx)} on average.`,
    );
  }
  if (order.reason) sentences.push(`Reason: “${order.reason}”.`);
  return sentences;
}

export const orderLabel = ({ side, orderQty, symbol, exchange }: OrderView): string =>
  `${side} ${orderQty} ${symbol} on ${exchange}`;
