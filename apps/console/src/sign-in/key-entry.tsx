import { Button, PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import { EntryFrame } from './entry-frame';
import { OtherWay } from './other-way';

const TOKEN = /^ome_[0-9a-f]{16}_[\w-]{43}$/;

interface KeyEntryProps {
  /** Why a key is asked for again. */
  refused: boolean;
  onKey: (key: string) => void;
  onPassword: () => void;
}

export function KeyEntry({ refused, onKey, onPassword }: KeyEntryProps) {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string | null>(
    refused ? 'The engine rejected this key.' : null,
  );
  const submit = () => {
    if (TOKEN.test(key.trim())) onKey(key.trim());
    else setFault('A key looks like ome_0123456789abcdef_…; copy all of it.');
  };

  return (
    <EntryFrame onSubmit={submit}>
      <Text size="sm">The API key is kept in this tab until you close it.</Text>
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
      <OtherWay onChoose={onPassword}>Sign in with a password</OtherWay>
    </EntryFrame>
  );
}
