import { Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { OrderView, ReplaceOrderRequest } from '@ome/contracts';
import { put } from '../api/planned-request';
import { ConfirmDialog } from '../dialogs/confirm-dialog';
import { ReviewButtons } from '../dialogs/review-buttons';
import { useConfirmation } from '../dialogs/use-confirmation';
import { announceDone } from '../feedback/announce-done';
import { orderLabel } from '../order/order-state';
import { decimalFault, hasPrice, hasStopPrice } from './order-fields';

interface ChangeOrderDialogProps {
  /** Closed if null. */
  order: OrderView | null;
  onClose: () => void;
}

export function ChangeOrderDialog({ order, onClose }: ChangeOrderDialogProps) {
  const confirmation = useConfirmation<OrderView>();
  const review = (request: ReplaceOrderRequest) => {
    const { orderId } = order!;
    confirmation.ask(
      put(`/orders/${orderId}`, request, (client, body) => client.orders.replace(orderId, body)),
    );
  };
  const done = () => {
    announceDone('The change was requested', orderLabel(order!));
    confirmation.close();
    onClose();
  };

  return (
    <>
      <Modal
        opened={order !== null && confirmation.request === null}
        onClose={onClose}
        keepMounted={order !== null}
        title="Change the order"
      >
        {order && <TermsForm order={order} onReview={review} onClose={onClose} />}
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Send this change?"
        confirmLabel="Send the change"
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">
          {order && orderLabel(order)}. Until the venue answers, the current terms apply.
        </Text>
      </ConfirmDialog>
    </>
  );
}

interface TermsFormProps {
  order: OrderView;
  onReview: (request: ReplaceOrderRequest) => void;
  onClose: () => void;
}

/** Only changed fields are sent. */
function TermsForm({ order, onReview, onClose }: TermsFormProps) {
  const before = {
    quantity: order.orderQty,
    price: order.price ?? '',
    stopPrice: order.stopPrice ?? '',
  };
  const form = useForm({
    initialValues: before,
    validate: {
      quantity: decimalFault,
      price: (value) => (hasPrice(order.ordType) ? decimalFault(value) : null),
      stopPrice: (value) => (hasStopPrice(order.ordType) ? decimalFault(value) : null),
    },
  });
  const review = (after: typeof before) => {
    const changed = (Object.keys(before) as (keyof typeof before)[]).filter(
      (name) => after[name].trim() !== before[name],
    );
    if (changed.length === 0) return form.setFieldError('quantity', 'Nothing was changed');
    onReview(Object.fromEntries(changed.map((name) => [name, after[name].trim()])));
  };

  return (
    <form onSubmit={form.onSubmit(review)} noValidate>
      <Stack gap="sm">
        <Text size="sm">{orderLabel(order)}</Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            label="Total quantity"
            description={`${order.cumQty} is filled`}
            data-autofocus
            inputMode="decimal"
            {...form.getInputProps('quantity')}
          />
          {hasPrice(order.ordType) && (
            <TextInput
              label="Price"
              description="Limit"
              inputMode="decimal"
              {...form.getInputProps('price')}
            />
          )}
          {hasStopPrice(order.ordType) && (
            <TextInput
              label="Stop price"
              description="Trigger"
              inputMode="decimal"
              {...form.getInputProps('stopPrice')}
            />
          )}
        </SimpleGrid>
        <ReviewButtons onClose={onClose} />
      </Stack>
    </form>
  );
}
