import { Checkbox, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { FIX_SESSION_VERSIONS, type FixSessionView } from '@ome/contracts';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { type SessionFields, sessionFields } from './edited-session';

const ROLES = [
  { value: 'orderEntry', label: 'Order entry' },
  { value: 'dropCopy', label: 'Drop copy' },
];

interface SessionDialogProps {
  opened: boolean;
  /** Null for a new one. */
  session: FixSessionView | null;
  onReview: (fields: SessionFields) => void;
  onClose: () => void;
}

/** Makes a session, or changes it as a whole. */
export function SessionDialog({ opened, session, onReview, onClose }: SessionDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={session ? `FIX session ${session.compId}` : 'New FIX session'}
      size="xl"
    >
      <SessionForm session={session} onReview={onReview} onClose={onClose} />
    </Modal>
  );
}

function SessionForm({ session, onReview, onClose }: Omit<SessionDialogProps, 'opened'>) {
  const form = useForm({
    initialValues: sessionFields(session),
    validate: {
      compId: (compId) => (compId.trim() ? null : 'SenderCompID (49) of the counterparty'),
      maxMessagesPerSecond: (most) => (/^\d*$/.test(most.trim()) ? null : 'A whole number'),
    },
  });
  const field = (name: keyof SessionFields, label: string, hint?: string) => (
    <TextInput label={label} placeholder={hint} {...form.getInputProps(name)} />
  );
  return (
    <form onSubmit={form.onSubmit(onReview)} noValidate>
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }} verticalSpacing="xs">
          <TextInput
            label="SenderCompID of the counterparty"
            required
            disabled={session !== null}
            {...form.getInputProps('compId')}
          />
          <Select
            label="Version"
            data={[...FIX_SESSION_VERSIONS]}
            allowDeselect={false}
            {...form.getInputProps('version')}
          />
          <Select label="Role" data={ROLES} allowDeselect={false} {...form.getInputProps('role')} />
          {field('accounts', 'Accounts', 'all; or 42, 43*')}
          {field('users', 'Users', 'all')}
          {field('defaultAccount', 'Account of orders that name none', 'the CompID')}
          {field('defaultExchange', 'Exchange of orders that name none', 'NSE')}
          {field('maxMessagesPerSecond', 'Messages per second', 'no limit')}
          {field('messageTypes', 'Message types', 'all; or D, F, G')}
          {field('addresses', 'IP addresses', 'all; or 10.1.0.0/16')}
          {field('certificates', 'SHA-256 of certificates', 'all')}
          {field('hours', 'Hours', 'always; or 09:00-17:30')}
          {field('timeZone', 'Time zone of the hours', "the market's")}
          {field('tradingDaysOf', 'On trading days of', 'every day')}
        </SimpleGrid>
        <Checkbox
          label="It may restart the numbers (ResetSeqNumFlag)"
          {...form.getInputProps('resetAllowed', { type: 'checkbox' })}
        />
        <Checkbox
          label="Its open orders are canceled when its connection ends"
          {...form.getInputProps('cancelOnDisconnect', { type: 'checkbox' })}
        />
        <ReviewButtons onClose={onClose} />
      </Stack>
    </form>
  );
}
