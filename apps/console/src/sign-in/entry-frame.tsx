import { Center, Paper, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface EntryFrameProps {
  onSubmit: () => void;
  children: ReactNode;
}

/** The form of a page before the console itself. */
export function EntryFrame({ onSubmit, children }: EntryFrameProps) {
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper component="form" withBorder p="lg" w="100%" maw={420} onSubmit={submit}>
        <Stack gap="sm">
          <Title order={1}>OME</Title>
          {children}
        </Stack>
      </Paper>
    </Center>
  );
}
