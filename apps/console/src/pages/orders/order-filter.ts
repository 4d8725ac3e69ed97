import type { OrderView } from '@ome/contracts';
import { isOpen } from '../../order/order-state';

export const SHOWN = ['all', 'open', 'inDoubt', 'rejected'] as const;
export type Shown = (typeof SHOWN)[number];

export const SHOWN_LABEL: Readonly<Record<Shown, string>> = {
  all: 'All',
  open: 'Open',
  inDoubt: 'In doubt',
  rejected: 'Rejected',
};

/** Undefined if every order is shown. */
export const SHOWN_FILTER: Readonly<Record<Shown, ((order: OrderView) => boolean) | undefined>> = {
  all: undefined,
  open: isOpen,
  inDoubt: ({ inDoubt }) => inDoubt,
  rejected: ({ ordStatus }) => ordStatus === 'Rejected',
};
