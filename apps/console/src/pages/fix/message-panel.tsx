import { Button, Checkbox, Text, Title } from '@mantine/core';
import type { FixMessageView, Page } from '@ome/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useClient, useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { EmptyState, ErrorState, LoadingState } from '../../feedback/state-view';
import type { MarketTime } from '../../market/market-time';
import classes from './fix-page.module.css';

const REFRESH_MS = 3_000;
const PAGE = 100;
/** MsgTypes of the session itself. */
const ADMIN_TYPES: ReadonlySet<string> = new Set(['0', '1', '2', '3', '4', '5', 'A']);

const messageId = ({ seq, at }: FixMessageView): string => `${at} ${seq}`;

/** `ExecType=Trade (F) · LastQty=10`: what a code means tells most, and comes first. */
const fieldsText = ({ fields }: FixMessageView): string =>
  [
    ...fields.filter(({ meaning }) => meaning !== null),
    ...fields.filter(({ meaning }) => meaning === null),
  ]
    .map(({ tag, name, value, meaning }) => {
      const shown = meaning === null ? value : `${meaning} (${value})`;
      return `${name ?? tag}=${shown}`;
    })
    .join(' · ');

const columnsOf = (marketTime: MarketTime): Column<FixMessageView>[] => [
  textColumn({ field: 'seq', name: 'Number', width: 76 }),
  timeColumn({ field: 'at', name: 'Sent' }, marketTime),
  {
    ...textColumn<FixMessageView>({ field: 'name', name: 'Message', width: 150 }),
    valueGetter: ({ data }) => data && (data.name ?? data.type),
  },
  {
    ...textColumn<FixMessageView>({ field: 'fields', name: 'Fields', width: 1_400 }),
    valueGetter: ({ data }) => data && fieldsText(data),
  },
];

/** What the engine sent in a session, with more on demand. */
export function MessagePanel({ compId }: { compId: string }) {
  const client = useClient();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [withAdmin, setWithAdmin] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: ['fix', 'messages', compId],
    queryFn: ({ pageParam, signal }): Promise<Page<FixMessageView>> => {
      const page = { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) };
      return client.fixSessions.messages(compId, page, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: REFRESH_MS,
  });
  const all = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = withAdmin ? all : all.filter(({ type }) => !ADMIN_TYPES.has(type));
  return (
    <section className={classes.messages} aria-label={`Messages to ${compId}`}>
      <div className={classes.bar}>
        <Title order={2}>Messages to {compId}</Title>
        <Checkbox
          label="Those of the session too"
          checked={withAdmin}
          onChange={({ currentTarget: { checked } }) => setWithAdmin(checked)}
        />
        <Button
          variant="default"
          disabled={!pages.hasNextPage}
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Older ones
        </Button>
      </div>
      <Text size="sm" c="dimmed">
        What the engine sent. What came is not kept as text: its effects are in the orders, and each
        refusal here says what it refuses.
      </Text>
      {pages.isPending && <LoadingState />}
      {pages.isError && <ErrorState error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isSuccess && shown.length === 0 && (
        <EmptyState title="Nothing was sent">Reports appear here once there are any.</EmptyState>
      )}
      {shown.length > 0 && (
        <Blotter label={`Messages to ${compId}`} columns={columns} rowId={messageId} rows={shown} />
      )}
    </section>
  );
}
