import { Button, Center, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';

const TOKEN = /^ome_[0-9a-f]{16}_[\w-]{43}$/;

interface KeyEntryProps {
  /** Why a key is asked for again. */
  refused: boolean;
  onKey: (key: string) => void;
}

export function KeyEntry({ refused, onKey }: KeyEntryProps) {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string | null>(
    refused ? 'The engine rejected this key.' : null,
  );
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (TOKEN.test(key.trim())) onKey(key.trim());
    else setFault('A key looks like ome_0123456789abcdef_…; copy all of it.');
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper component="form" withBorder p="lg" w="100%" maw={420} onSubmit={submit}>
        <Stack gap="sm">
          <Title order={1}>OME</Title>
          <Text size="sm">
            This engine needs an API key. It is kept in this tab until you close it.
          </Text>
          <PasswordInput
            label="API key"
            autoComplete="off"
            autoFocus
            required
            value={key}
            error={fault}
            onChange={({ currentTarget }) => setKey(currentTarget.value)}
          />
          <Button type="submit">Continue</Button>
        </Stack>
      </Paper>
    </Center>
  );
}
