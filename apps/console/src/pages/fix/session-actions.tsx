import { Button, Text } from '@mantine/core';
import type { FixSessionView, PendingChangeView } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, put } from '../../api/planned-request';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReasonDialog } from '../../dialogs/reason-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { type SessionFields, sessionFields, sessionRequest } from './edited-session';
import { SessionDialog } from './session-dialog';

type Asked = 'new' | 'change' | 'logout' | 'reset';
type Answer = FixSessionView | PendingChangeView | void;

const TEXT = {
  set: 'It applies within seconds; a connected counterparty is logged out and may log on again.',
  logout: 'The connection ends. The counterparty may log on again, and its numbers go on.',
  reset:
    'Both numbers begin at 1 again, as agreed with the counterparty. What it has not fetched yet is not sent again.',
} as const;

interface Planned {
  title: string;
  text: string;
  label: string;
  danger: boolean;
}

/** What is done to FIX sessions: each is reviewed before it is sent. */
export function SessionActions({ session }: { session: FixSessionView | null }) {
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [planned, setPlanned] = useState<Planned | null>(null);
  const confirmation = useConfirmation<Answer>();
  const close = () => {
    setAsked(null);
    confirmation.close();
  };
  const done = () => {
    announceDone(`${planned?.label ?? ''}: done`);
    void queries.invalidateQueries({ queryKey: ['fix'] });
    close();
  };
  const set = (compId: string, fields: SessionFields, enabled: boolean, label: string) => {
    const path = `/fix/sessions/${encodeURIComponent(compId)}`;
    setPlanned({ title: `${label}?`, text: TEXT.set, label, danger: !enabled });
    confirmation.ask(
      put(path, sessionRequest(fields, enabled), (client, body) =>
        client.fixSessions.set(compId, body),
      ),
    );
  };
  const end = (how: 'logout' | 'reset', reason: string) => {
    const { compId } = session!;
    const label = how === 'logout' ? `Log ${compId} out` : `Restart the numbers of ${compId}`;
    setPlanned({ title: `${label}?`, text: TEXT[how], label, danger: true });
    confirmation.ask(
      post(
        `/fix/sessions/${encodeURIComponent(compId)}/${how}`,
        { reason },
        (client, body, options) => client.fixSessions[how](compId, body, options),
      ),
    );
  };
  const button = (label: string, onClick: () => void, danger = false) => (
    <Button
      variant="default"
      disabled={!session}
      onClick={onClick}
      {...(danger && { color: 'red', variant: 'light' })}
    >
      {label}
    </Button>
  );

  return (
    <>
      <Button onClick={() => setAsked('new')}>New session</Button>
      {button('Change', () => setAsked('change'))}
      {button(session?.enabled === false ? 'Enable' : 'Disable', () => {
        const { compId, enabled } = session!;
        const label = `${enabled ? 'Disable' : 'Enable'} ${compId}`;
        set(compId, sessionFields(session), !enabled, label);
      })}
      {button('Log out', () => setAsked('logout'))}
      {button('Restart numbers', () => setAsked('reset'), true)}
      <SessionDialog
        opened={(asked === 'new' || asked === 'change') && confirmation.request === null}
        session={asked === 'change' ? session : null}
        onReview={(fields) => {
          const compId = fields.compId.trim();
          const isNew = asked === 'new';
          set(
            compId,
            fields,
            isNew || session?.enabled !== false,
            `${isNew ? 'Make' : 'Change'} ${compId}`,
          );
        }}
        onClose={close}
      />
      <ReasonDialog
        opened={asked === 'logout' && confirmation.request === null}
        title={`Log ${session?.compId ?? ''} out`}
        onReview={(reason) => end('logout', reason)}
        onClose={close}
      >
        {TEXT.logout}
      </ReasonDialog>
      <ReasonDialog
        opened={asked === 'reset' && confirmation.request === null}
        title={`Restart the numbers of ${session?.compId ?? ''}`}
        danger
        onReview={(reason) => end('reset', reason)}
        onClose={close}
      >
        {TEXT.reset}
      </ReasonDialog>
      <ConfirmDialog
        request={confirmation.request}
        title={planned?.title ?? ''}
        confirmLabel={planned?.label ?? ''}
        danger={planned?.danger}
        onDone={done}
        onClose={close}
      >
        <Text size="sm">{planned?.text}</Text>
      </ConfirmDialog>
    </>
  );
}
