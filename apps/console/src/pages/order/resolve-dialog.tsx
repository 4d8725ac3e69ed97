import { Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { OrderView, ResolutionName, ResolveRequest } from '@ome/contracts';
import { post } from '../../api/planned-request';
import { withoutBlanks } from '../../api/without-blanks';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { orderLabel } from '../../order/order-state';

const RESOLUTIONS: readonly { value: ResolutionName; label: string; description: string }[] = [
  { value: 'ADOPT', label: 'The link has it', description: 'The order continues with it.' },
  {
    value: 'RESEND',
    label: 'The link does not have it: send it again',
    description: 'If the link does have it, it will have it twice.',
  },
  {
    value: 'REJECT',
    label: 'The link does not have it: give it up',
    description: 'A new order is rejected; a replace or cancel is refused.',
  },
];

interface ResolveDialogProps {
  /** Closed if null. */
  order: OrderView | null;
  onClose: () => void;
}

/** Resolves a command in doubt with what ops found out. */
export function ResolveDialog({ order, onClose }: ResolveDialogProps) {
  const confirmation = useConfirmation<OrderView>();
  const form = useForm({
    initialValues: { resolution: 'ADOPT' as ResolutionName, brokerOrderId: '', reason: '' },
  });
  const review = (fields: typeof form.values) => {
    const { orderId } = order!;
    const body = withoutBlanks(fields) as ResolveRequest;
    confirmation.ask(
      post(`/orders/${orderId}/resolve`, body, (client, word, options) =>
        client.orders.resolve(orderId, word, options),
      ),
    );
  };
  const done = () => {
    announceDone('The doubt is resolved');
    form.reset();
    confirmation.close();
    onClose();
  };

  return (
    <>
      <Modal
        opened={order !== null && confirmation.request === null}
        onClose={onClose}
        title="Resolve the doubt"
      >
        <form onSubmit={form.onSubmit(review)}>
          <Stack gap="sm">
            <Text size="sm">
              {order && orderLabel(order)}. Check the venue first: your answer is final.
            </Text>
            <Radio.Group label="What did you find?" {...form.getInputProps('resolution')}>
              <Stack gap={6} mt={6}>
                {RESOLUTIONS.map((resolution) => (
                  <Radio key={resolution.value} {...resolution} />
                ))}
              </Stack>
            </Radio.Group>
            <TextInput
              label="The venue’s id of the order"
              {...form.getInputProps('brokerOrderId')}
            />
            <TextInput label="Reason" {...form.getInputProps('reason')} />
            <ReviewButtons onClose={onClose} />
          </Stack>
        </form>
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Resolve it like this?"
        confirmLabel="Resolve"
        danger
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">The engine treats this as fact, and records who said so.</Text>
      </ConfirmDialog>
    </>
  );
}
