import { Checkbox, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type {
  KillSwitchModeName,
  KillSwitchRequest,
  KillSwitchScopeName,
  PulledKillSwitchView,
} from '@ome/contracts';
import { post } from '../../api/planned-request';
import { withoutBlanks } from '../../api/without-blanks';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReviewButtons } from '../../dialogs/review-buttons';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';

const SCOPES: readonly { value: KillSwitchScopeName; label: string }[] = [
  { value: 'engine', label: 'Everybody' },
  { value: 'account', label: 'One account' },
  { value: 'user', label: 'One user' },
];

const MODES: readonly { value: KillSwitchModeName; label: string }[] = [
  { value: 'block-new', label: 'Orders that do not only reduce a position' },
  { value: 'block-all', label: 'Everything, closing orders too' },
];

interface PullSwitchDialogProps {
  opened: boolean;
  onDone: () => void;
  onClose: () => void;
}

export function PullSwitchDialog({ opened, onDone, onClose }: PullSwitchDialogProps) {
  const confirmation = useConfirmation<PulledKillSwitchView>();
  const form = useForm({
    initialValues: {
      scope: 'engine' as KillSwitchScopeName,
      id: '',
      mode: 'block-new' as KillSwitchModeName,
      reason: '',
      cancelOpen: false,
    },
    validate: {
      id: (id, { scope }) => (scope === 'engine' || id.trim() ? null : 'Whose orders?'),
      reason: (reason) => (reason.trim() ? null : 'Shown to everyone who is stopped'),
    },
  });
  const review = (fields: typeof form.values) => {
    const id = fields.scope === 'engine' ? '' : fields.id;
    const body = withoutBlanks({ ...fields, id }) as KillSwitchRequest;
    confirmation.ask(
      post('/risk/kill-switch', body, (client, request, options) =>
        client.risk.pull(request, options),
      ),
    );
  };
  const done = ({ canceled }: PulledKillSwitchView) => {
    announceDone(
      'The switch is pulled',
      canceled === null ? '' : `${canceled.requested.length} orders are being canceled`,
    );
    form.reset();
    confirmation.close();
    onDone();
    onClose();
  };
  const { scope, mode } = form.values;

  return (
    <>
      <Modal
        opened={opened && confirmation.request === null}
        onClose={onClose}
        title="Stop trading"
      >
        <form onSubmit={form.onSubmit(review)} noValidate>
          <Stack gap="sm">
            <Select label="For whom" data={SCOPES} {...form.getInputProps('scope')} />
            {scope !== 'engine' && (
              <TextInput
                label={scope === 'account' ? 'Account' : 'User'}
                required
                {...form.getInputProps('id')}
              />
            )}
            <Select label="What is refused" data={MODES} {...form.getInputProps('mode')} />
            <TextInput label="Reason" required data-autofocus {...form.getInputProps('reason')} />
            <Checkbox
              label="Cancel open orders as well"
              {...form.getInputProps('cancelOpen', { type: 'checkbox' })}
            />
            <ReviewButtons onClose={onClose} danger />
          </Stack>
        </form>
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title="Stop trading?"
        confirmLabel="Pull the switch"
        danger
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">
          New orders, and changes that raise exposure, are refused from then on. Cancels pass
          {mode === 'block-new' ? ', and orders that only reduce a position.' : '.'}
        </Text>
      </ConfirmDialog>
    </>
  );
}
