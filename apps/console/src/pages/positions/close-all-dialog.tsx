import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import type { ClosedPosition } from '@ome/contracts';
import { useState } from 'react';
import { post } from '../../api/planned-request';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { outcomeText } from './outcome-text';

interface CloseAllDialogProps {
  opened: boolean;
  /** Accounts with open positions. */
  accounts: string[];
  onClose: () => void;
}

/** Closes every open position of one account. */
export function CloseAllDialog({ opened, accounts, onClose }: CloseAllDialogProps) {
  const [account, setAccount] = useState<string | null>(null);
  const chosen = account !== null && accounts.includes(account) ? account : (accounts[0] ?? null);
  const confirmation = useConfirmation<{ items: ClosedPosition[] }>();
  const review = () =>
    chosen !== null &&
    confirmation.ask(
      post('/positions/close-all', { account: chosen }, (client, body, options) =>
        client.positions.closeAll(body, options),
      ),
    );
  const done = ({ items }: { items: ClosedPosition[] }) => {
    const lines = items.map((closed) => `${closed.symbol}: ${outcomeText(closed)}`);
    announceDone(`${items.length} positions of ${chosen}`, lines.join('; '));
    confirmation.close();
    onClose();
  };

  return (
    <>
      <Modal
        opened={opened && confirmation.request === null}
        onClose={onClose}
        title="Close all positions"
      >
        {accounts.length === 0 ? (
          <Text size="sm">No account has an open position.</Text>
        ) : (
          <Stack gap="sm">
            <Select label="Account" data={accounts} value={chosen} onChange={setAccount} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Back
              </Button>
              <Button onClick={review}>Review</Button>
            </Group>
          </Stack>
        )}
      </Modal>
      <ConfirmDialog
        request={confirmation.request}
        title={`Close all positions of ${chosen}?`}
        confirmLabel="Close them all"
        danger
        onDone={done}
        onClose={confirmation.close}
      >
        <Text size="sm">
          Resting orders are canceled, and a market order of the opposite side is sent for each open
          position of the account: shorts first, and never more than the broker holds.
        </Text>
      </ConfirmDialog>
    </>
  );
}
