import { Checkbox, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { BasketView, CancelBasketRequest } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { post } from '../../api/planned-request';
import { withoutBlanks } from '../../api/without-blanks';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';

interface CancelBasketDialogProps {
  /** Closed if null. */
  basketId: string | null;
  onClose: () => void;
}

export function CancelBasketDialog({ basketId, onClose }: CancelBasketDialogProps) {
  const queries = useQueryClient();
  const confirmation = useConfirmation<BasketView>();
  const form = useForm({ initialValues: { reason: '', unwind: false } });
  const review = (fields: typeof form.values) => {
    const body: CancelBasketRequest = withoutBlanks(fields);
    confirmation.ask(
      post(`/baskets/${basketId}/cancel`, body, (client, request, options) =>
        client.baskets.cancel(basketId!, request, options),
      ),
    );
  };
  const done = () => {
    announceDone('The basket is being canceled');
    void queries.invalidateQueries({ queryKey: ['baskets'] });
    confirmation.close();
    onClose();
  };
  return (
    <>
      <Modal
        opened={basketId !== null && confirmation.request === null}
        onClose={onClose}
        title="Cancel the basket"
      >
        <form onSubmit={form.onSubmit(review)}>
          <Stack gap="sm">
            <TextInput label="Reason" data-autofocus {...form.getInputProps('reason')} />
            <Checkbox
              label="Close filled legs, too"
              {...form.getInputProps('unwind', { type: 'checkbox' })}
            />
            <ReviewButtons onClose={onClose} />
          </Stack>
        </form>
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Cancel this basket?"
        confirmLabel="Cancel the basket"
        danger
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">No further stage is sent, and open orders are canceled.</Text>
      </ConfirmDialog>
    </>
  );
}
