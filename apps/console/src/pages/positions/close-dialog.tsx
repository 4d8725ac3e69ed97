import { Text } from '@mantine/core';
import type { ClosedPosition } from '@ome/contracts';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import type { Confirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { outcomeText } from './outcome-text';

/** Closes one position. */
export function ClosedDialog({ closing }: { closing: Confirmation<ClosedPosition> }) {
  return (
    <ConfirmDialog
      request={closing.request}
      title="Close the position?"
      confirmLabel="Close the position"
      danger
      onDone={(closed) => {
        announceDone(outcomeText(closed), `${closed.symbol} on ${closed.exchange}`);
        closing.close();
      }}
      onClose={closing.close}
    >
      <Text size="sm">
        Resting orders on it are canceled, and a market order of the opposite side is sent for the
        open quantity, and no more than the broker holds.
      </Text>
    </ConfirmDialog>
  );
}
