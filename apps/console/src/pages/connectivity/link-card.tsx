import { Button } from '@mantine/core';
import type { CallLatencyView, LinkConnectivityView } from '@ome/contracts';
import { useMarketTime } from '../../api/session';
import { FactList } from '../../feedback/fact-list';
import { Chip } from '../../order/status-chip';
import { BudgetMeter } from './budget-meter';
import { ConnectionCard, type Shown } from './connection-card';
import classes from './connectivity-page.module.css';

const MINUTE_MS = 60_000;

interface LinkCardProps extends Shown {
  link: LinkConnectivityView;
  latencyWindowMs: number;
}

/** Everything known about a link or broker session. */
export function LinkCard({ link: view, latencyWindowMs, ...shown }: LinkCardProps) {
  const marketTime = useMarketTime();
  const { link, session, state, login, stream, calls, work, budget, lastError } = view;
  const at = (time: string | null | undefined) => time && marketTime.moment(time);
  const minutes = Math.round(latencyWindowMs / MINUTE_MS);
  return (
    <ConnectionCard
      {...shown}
      name={session === null ? link : `${link} · ${session}`}
      state={state}
      actions={
        login && (
          <Button
            component="a"
            href={login.url}
            target="_blank"
            rel="noreferrer"
            variant={login.state === 'loginNeeded' ? 'filled' : 'default'}
          >
            Log in
          </Button>
        )
      }
    >
      {lastError && state !== 'up' && <p className={classes.fault}>{lastError}</p>}
      <FactList
        facts={[
          ['Accounts', view.accounts === null ? 'all others' : view.accounts.join(', ')],
          ['Since', at(view.since)],
          [
            'Session',
            login && (
              <Chip tone={login.state === 'loggedIn' ? 'good' : 'bad'}>
                {login.state === 'loggedIn' ? 'logged in' : 'log-in needed'}
              </Chip>
            ),
          ],
          ['Token until', at(login?.expiresAt)],
          [
            'Stream',
            stream && (
              <Chip tone={stream.open ? 'good' : 'bad'}>{stream.open ? 'open' : 'closed'}</Chip>
            ),
          ],
          ['Last heard', at(stream?.heardAt)],
          ['Reconciled', at(stream?.reconciledAt)],
          ['Last heartbeat', at(view.reportedAt)],
          ['Workers', view.workers.length === 0 ? 'none' : view.workers.join(', ')],
          [`Latency, ${minutes} min`, latencyText(calls)],
          ['Calls', `${calls.answered} answered, ${calls.failed} failed`],
          ['Queue', `${work.queued} queued, ${work.sending} sending`],
          ['In doubt', work.inDoubt > 0 ? <Chip tone="bad">{work.inDoubt}</Chip> : '0'],
        ]}
      />
      {budget && <BudgetMeter budget={budget} />}
    </ConnectionCard>
  );
}

const milliseconds = (ms: number): string => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

function latencyText({ p50Ms, p95Ms, p99Ms }: CallLatencyView): string {
  if (p50Ms === null || p95Ms === null || p99Ms === null) return 'no calls';
  return `p50 ${milliseconds(p50Ms)} · p95 ${milliseconds(p95Ms)} · p99 ${milliseconds(p99Ms)} ms`;
}
