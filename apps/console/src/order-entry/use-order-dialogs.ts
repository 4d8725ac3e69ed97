import type { OrderView } from '@ome/contracts';
import { useState } from 'react';
import { canCancel, canChange } from '../order/order-state';

type Asked = { name: 'new' } | { name: 'change' | 'cancel'; order: OrderView } | null;

/** Which order dialog is open, and for which order. */
export function useOrderDialogs() {
  const [asked, setAsked] = useState<Asked>(null);
  return {
    isNew: asked?.name === 'new',
    changed: asked?.name === 'change' ? asked.order : null,
    canceled: asked?.name === 'cancel' ? asked.order : null,
    askNew: () => setAsked({ name: 'new' }),
    askChange: (order: OrderView) => canChange(order) && setAsked({ name: 'change', order }),
    askCancel: (order: OrderView) => canCancel(order) && setAsked({ name: 'cancel', order }),
    close: () => setAsked(null),
  };
}
