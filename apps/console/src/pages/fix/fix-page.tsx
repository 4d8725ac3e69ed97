import type { FixSessionView } from '@ome/contracts';
import { useState } from 'react';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { FactList } from '../../feedback/fact-list';
import { PageFrame } from '../../feedback/page-frame';
import { EmptyState, QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { useNow } from '../../market/use-now';
import { Chip } from '../../order/status-chip';
import { age } from './age';
import { MessagePanel } from './message-panel';
import { SessionActions } from './session-actions';
import { SessionTable, STATE } from './session-table';
import classes from './fix-page.module.css';

const REFRESH_MS = 3_000;

/** FIX sessions of counterparties: their state, their messages, and what ops may do about them. */
export function FixPage() {
  usePageTitle('FIX');
  const [selected, setSelected] = useState<string | null>(null);
  const sessions = useApiQuery(
    ['fix', 'sessions'],
    (client, options) => client.fixSessions.list(options),
    { everyMs: REFRESH_MS },
  );
  const session = sessions.data?.items.find(({ compId }) => compId === selected) ?? null;
  return (
    <PageFrame title="FIX" actions={<SessionActions session={session} />}>
      <div className={classes.page}>
        <QueryState
          query={sessions}
          empty={{
            when: ({ items }) => items.length === 0,
            title: 'There is no FIX session',
            hint: 'A counterparty can log on once one is made for its CompID.',
          }}
        >
          {({ items }) => (
            <>
              <SessionTable
                sessions={items}
                onSelect={(row) => row && setSelected(row.compId)}
                onOpen={({ compId }) => setSelected(compId)}
              />
              {session ? (
                <>
                  <SessionFacts session={session} />
                  <MessagePanel key={session.compId} compId={session.compId} />
                </>
              ) : (
                <EmptyState title="No session is selected">
                  Its state and its messages are shown here.
                </EmptyState>
              )}
            </>
          )}
        </QueryState>
      </div>
    </PageFrame>
  );
}

function SessionFacts({ session }: { session: FixSessionView }) {
  const marketTime = useMarketTime();
  const now = useNow();
  const { status } = session;
  const { state, lastEnd } = status;
  const at = (time: string | null) => time && `${marketTime.moment(time)} · ${age(time, now)}`;
  return (
    <div className={classes.facts}>
      <FactList
        facts={[
          [
            'State',
            <Chip key="state" tone={STATE[state].tone}>
              {STATE[state].label}
            </Chip>,
          ],
          ['Since', at(status.since)],
          ['Last heard', at(status.heardAt)],
          ['Queued for it', status.queuedOut],
          ['Last refusal or Logout', lastEnd && `${lastEnd.text} · ${age(lastEnd.at, now)}`],
          ['Served by', status.process],
          ['Reported', status.reportedAt && age(status.reportedAt, now)],
          ['Accounts', session.accounts?.join(', ') ?? 'all'],
        ]}
      />
    </div>
  );
}
