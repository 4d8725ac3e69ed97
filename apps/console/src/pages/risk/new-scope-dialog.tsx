import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { LimitScopeView } from '@ome/contracts';

interface NewScopeDialogProps {
  opened: boolean;
  /** What is inherited while the scope sets nothing. */
  engine: LimitScopeView;
  onScope: (scope: LimitScopeView) => void;
  onClose: () => void;
}

/** Selects the scope of limits to set: an account, or one exchange or symbol of it. */
export function NewScopeDialog({ opened, engine, onScope, onClose }: NewScopeDialogProps) {
  const form = useForm({
    initialValues: { account: '', exchange: '', symbol: '' },
    validate: {
      account: (account) => (account.trim() ? null : 'Whose?'),
      symbol: (symbol, { exchange }) =>
        symbol && exchange ? 'Either an exchange or a symbol' : null,
    },
  });
  const choose = ({ account, exchange, symbol }: typeof form.values) => {
    const scope = symbol ? 'symbol' : exchange ? 'exchange' : 'account';
    onScope({
      ...engine,
      version: 0,
      scope,
      account: account.trim(),
      exchange: exchange.trim() || null,
      symbol: symbol.trim() || null,
    });
    form.reset();
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Limits for">
      <form onSubmit={form.onSubmit(choose)} noValidate>
        <Stack gap="sm">
          <TextInput label="Account" required data-autofocus {...form.getInputProps('account')} />
          <TextInput label="Exchange, for that one only" {...form.getInputProps('exchange')} />
          <TextInput label="Symbol, for that one only" {...form.getInputProps('symbol')} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Back
            </Button>
            <Button type="submit">Set limits</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
