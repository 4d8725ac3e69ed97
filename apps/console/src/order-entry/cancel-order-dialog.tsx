import { Text } from '@mantine/core';
import type { OrderView } from '@ome/contracts';
import { useMemo } from 'react';
import { post } from '../api/planned-request';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { announceDone } from '../feedback/announce-done';
import { orderLabel } from '../order/order-state';

interface CancelOrderDialogProps {
  /** Closed if null. */
  order: OrderView | null;
  onClose: () => void;
}

export function CancelOrderDialog({ order, onClose }: CancelOrderDialogProps) {
  const orderId = order?.orderId ?? null;
  const request = useMemo(
    () =>
      orderId === null
        ? null
        : post(`/orders/${orderId}/cancel`, {}, (client, body, options) =>
            client.orders.cancel(orderId, body, options),
          ),
    [orderId],
  );
  const done = ({ ordStatus }: OrderView) => {
    announceDone(ordStatus === 'Canceled' ? 'The order is canceled' : 'The cancel was requested');
    onClose();
  };

  return (
    <ConfirmDialog
      request={request}
      title="Cancel the order?"
      confirmLabel="Cancel the order"
      danger
      onDone={done}
      onClose={onClose}
    >
      <Text size="sm">
        {order &&
          `${orderLabel(order)}: ${order.leavesQty} is open. It can be filled until the venue answers.`}
      </Text>
    </ConfirmDialog>
  );
}
