import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { ReviewButtons } from './review-buttons';

interface ReasonDialogProps {
  opened: boolean;
  title: string;
  /** What the reason is given for. */
  children: ReactNode;
  danger?: boolean;
  onReview: (reason: string) => void;
  onClose: () => void;
}

/** Asks for a reason before it shows a request that needs one. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { opened, title, children, danger = false, onReview, onClose } = props;
  const form = useForm({
    initialValues: { reason: '' },
    validate: { reason: (text) => (text.trim() ? null : 'Reason, for the audit log') },
  });
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form onSubmit={form.onSubmit(({ reason }) => onReview(reason.trim()))} noValidate>
        <Stack gap="sm">
          <Text size="sm">{children}</Text>
          <TextInput label="Reason" required data-autofocus {...form.getInputProps('reason')} />
          <ReviewButtons onClose={onClose} danger={danger} />
        </Stack>
      </form>
    </Modal>
  );
}
