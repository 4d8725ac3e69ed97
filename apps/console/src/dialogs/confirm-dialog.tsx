import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PlannedRequest } from '../api/planned-request';
import { useClient } from '../api/session';
import { problemText } from '../feedback/fields-text';

interface ConfirmDialogProps<Answer> {
  /** Closed if null. */
  request: PlannedRequest<Answer> | null;
  title: string;
  /** What the request does, in words. */
  children: ReactNode;
  confirmLabel: string;
  /** For actions that cannot be undone with another click. */
  danger?: boolean;
  onDone: (answer: Answer) => void;
  onClose: () => void;
}

/** Shows the exact request, and sends it once confirmed. */
export function ConfirmDialog<Answer>(props: ConfirmDialogProps<Answer>) {
  const { request, title, children, confirmLabel, danger = false, onDone, onClose } = props;
  const client = useClient();
  const sending = useMutation({
    mutationFn: (planned: PlannedRequest<Answer>) => planned.send(client),
    onSuccess: onDone,
  });
  const close = () => {
    sending.reset();
    onClose();
  };

  return (
    <Modal opened={request !== null} onClose={close} title={title} size="lg">
      {request && (
        <Stack gap="sm">
          <div>{children}</div>
          <div>
            <Text size="xs" c="dimmed" mb={4}>
              Request to be sent:
            </Text>
            <Code block aria-label="Request to be sent" data-testid="request" tabIndex={0}>
              {requestText(request)}
            </Code>
          </div>
          {sending.isError && (
            <Alert color="red" role="alert" title="The request failed">
              {problemText(sending.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Back
            </Button>
            <Button
              data-autofocus
              color={danger ? 'red' : undefined}
              loading={sending.isPending}
              onClick={() => sending.mutate(request)}
            >
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

const requestText = ({ method, path, body, idempotencyKey }: PlannedRequest<unknown>): string =>
  [
    `${method} ${path}`,
    ...(idempotencyKey === null ? [] : [`Idempotency-Key: ${idempotencyKey}`]),
    ...(body ? ['', JSON.stringify(body, null, 2)] : []),
  ].join('\n');
