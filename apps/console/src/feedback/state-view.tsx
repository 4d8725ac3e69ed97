import { Button, Loader } from '@mantine/core';
import { OmeUnreachable } from '@ome/client';
import { IconAlertTriangle, IconInbox, IconPlugConnectedX } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useMarketTime } from '../api/session';
import { problemText } from './fields-text';
import classes from './state-view.module.css';

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.state}>
      <IconInbox size={28} stroke={1.3} aria-hidden />
      <p className={classes.title}>{title}</p>
      {children}
    </div>
  );
}

export function LoadingState({ label = 'Loading' }: { label?: string }) {
  return (
    <div className={classes.state} role="status">
      <Loader size="sm" type="dots" aria-hidden />
      <span>{label}</span>
    </div>
  );
}

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const isGone = error instanceof OmeUnreachable || error instanceof TypeError;
  const Icon = isGone ? IconPlugConnectedX : IconAlertTriangle;
  return (
    <div className={classes.state} role="alert">
      <Icon size={28} stroke={1.3} aria-hidden />
      <p className={classes.title}>{isGone ? 'Disconnected' : 'Loading failed'}</p>
      <span>{problemText(error)}</span>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

/** Shown over figures that could not be refreshed. */
function StaleNote({ since, error }: { since: number; error: unknown }) {
  const marketTime = useMarketTime();
  return (
    <p className={classes.stale} role="alert">
      Data as of {marketTime.moment(since)}: {problemText(error)}
    </p>
  );
}

interface QueryStateProps<Data> {
  query: UseQueryResult<Data>;
  /** Shown for an empty result. */
  empty?: { when: (data: Data) => boolean; title: string; hint?: ReactNode };
  children: (data: Data) => ReactNode;
}

/** Loading, failed, empty, or the data; data stays visible during a refetch. */
export function QueryState<Data>({ query, empty, children }: QueryStateProps<Data>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <StaleNote since={query.dataUpdatedAt} error={query.error} />}
        {empty?.when(query.data) ? (
          <EmptyState title={empty.title}>{empty.hint}</EmptyState>
        ) : (
          children(query.data)
        )}
      </>
    );
  }
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingState />;
}
