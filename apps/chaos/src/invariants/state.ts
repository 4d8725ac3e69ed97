import type { OrderView } from '@ome/contracts';
import { isEqual } from '../equal';
import { raisedQuantity } from '../load/order-plan';
import type { LedgerOrder } from '../observe/simulator';

import { eventsOfType, type Invariant, type Violation } from './invariant';

const statusOfCode: Readonly<Record<string, string>> = {
  '0': 'New',
  '1': 'PartiallyFilled',
  '2': 'Filled',
  '4': 'Canceled',
  '8': 'Rejected',
};

/** The engine and the venue agree on the state of an order. */
export const stateAgrees: Invariant = {
  name: 'status and quantities agree with the ledger',
  check: ({ views, ledger, unproved }) =>
    [...views.values()].flatMap((view) => {
      const [order] = ledger.get(view.orderId) ?? [];
      if (!order || unproved.has(view.orderId)) return [];
      const { orderId } = view;
      return differences(view, order).map((text): Violation => ({ orderId, text }));
    }),
};

function differences(view: OrderView, order: LedgerOrder): string[] {
  const status = statusOfCode[order.ordStatus] ?? order.ordStatus;
  const numbers = (['orderQty', 'cumQty', 'leavesQty', 'avgPx'] as const).filter(
    (field) => !isEqual(view[field], order[field]),
  );
  return [
    ...(view.ordStatus === status
      ? []
      : [`ordStatus is ${view.ordStatus}, at the venue ${status}`]),
    ...numbers.map((field) => `${field} is ${view[field]}, at the venue ${order[field]}`),
    ...(view.inDoubt ? ['It is still in doubt'] : []),
  ];
}

/** Events of an order are numbered from 1 without gaps, and its read model includes them all. */
export const sequence: Invariant = {
  name: 'seq has no gaps',
  check: ({ journal, views }) =>
    [...journal].flatMap(([orderId, events]): Violation[] => {
      const gap = events.find(({ seq }, index) => seq !== index + 1);
      const version = views.get(orderId)?.version;
      return [
        ...(gap ? [{ orderId, text: `seq ${gap.seq} does not follow` }] : []),
        ...(version === events.length
          ? []
          : [{ orderId, text: `Its version is ${version}, with ${events.length} events` }]),
      ];
    }),
};

/** An accepted cancel ended the order, or came too late for a filled one. */
export const cancelsEnd: Invariant = {
  name: 'every cancel is completed',
  check: (evidence) =>
    evidence.placed
      .filter(({ plan }) => plan.change === 'cancel')
      .flatMap(({ orderId, change }): Violation[] => {
        const view = evidence.views.get(orderId);
        if (!view || evidence.meddled || evidence.unproved.has(orderId)) return [];
        const { ordStatus } = view;
        const rejected = eventsOfType(evidence, orderId, 'CancelRejected').length > 0;
        const fits =
          ordStatus === 'Canceled'
            ? change === 'taken'
            : ordStatus === 'Filled' && (change === 'refused' || rejected);
        return fits ? [] : [{ orderId, text: `The cancel was ${change}; it is ${ordStatus}` }];
      }),
};

/** An accepted replace set the order's quantity, or the link rejected it. */
export const replacesEnd: Invariant = {
  name: 'every replace is completed',
  check: (evidence) =>
    evidence.placed
      .filter(({ plan }) => plan.change === 'replace')
      .flatMap(({ orderId, plan, change }): Violation[] => {
        const view = evidence.views.get(orderId);
        if (!view || evidence.meddled || evidence.unproved.has(orderId)) return [];
        const rejected = eventsOfType(evidence, orderId, 'ReplaceRejected').length > 0;
        const wanted = change === 'taken' && !rejected ? raisedQuantity(plan) : plan.quantity;
        const text = `The replace was ${change}; its quantity is ${view.orderQty}, not ${wanted}`;
        return isEqual(view.orderQty, wanted) ? [] : [{ orderId, text }];
      }),
};
