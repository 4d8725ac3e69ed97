import { Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { AuditEntryView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { withoutBlanks } from '../../api/without-blanks';
import { Blotter } from '../../blotter/blotter';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import { PageFrame } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import type { MarketTime } from '../../market/market-time';
import type { Tone } from '../../order/order-status';

const NEWEST = '1000';
const REFRESH_MS = 10_000;
const TYPING_MS = 300;
const ORDER_ID = /^[0-9a-f]{24}$/;

const TONE: Readonly<Record<AuditEntryView['outcome'], Tone>> = {
  begun: 'warn',
  done: 'good',
  refused: 'bad',
  failed: 'bad',
};

const entryId = ({ id }: AuditEntryView): string => id;

const columnsOf = (marketTime: MarketTime): Column<AuditEntryView>[] => [
  timeColumn({ field: 'at', name: 'Time', width: 150 }, marketTime),
  {
    ...textColumn<AuditEntryView>({ field: 'byName', name: 'Who', width: 130 }),
    valueGetter: ({ data }) => data?.byName ?? data?.by ?? 'open',
  },
  textColumn({ field: 'action', name: 'Action', width: 160 }),
  textColumn({ field: 'subject', name: 'What', width: 200, wide: true }),
  textColumn({ field: 'summary', name: 'In words', width: 380, wide: true }),
  chipColumn(
    { field: 'outcome', name: 'Outcome', width: 100 },
    (outcome) => TONE[outcome as AuditEntryView['outcome']],
  ),
  textColumn({ field: 'reason', name: 'Why not', width: 240, wide: true }),
  textColumn({ field: 'requestId', name: 'Request', width: 200, wide: true }),
];

/** Who changed what. */
export function AuditPage() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [filter, setFilter] = useState({ by: '', action: '', subject: '' });
  const [asked] = useDebouncedValue(filter, TYPING_MS);
  const entries = useApiQuery(
    ['audit', asked],
    (client, options) => client.audit.list({ limit: NEWEST, ...withoutBlanks(asked) }, options),
    { everyMs: REFRESH_MS },
  );
  usePageTitle('Audit');
  const field = (name: keyof typeof filter, label: string) => (
    <TextInput
      aria-label={label}
      placeholder={label}
      w={150}
      value={filter[name]}
      onChange={({ currentTarget: { value } }) => setFilter({ ...filter, [name]: value })}
    />
  );

  return (
    <PageFrame
      title="Audit"
      actions={
        <Group gap="xs">
          {field('by', 'Who')}
          {field('action', 'Action, or its start')}
          {field('subject', 'Order, account, key')}
        </Group>
      }
    >
      <QueryState
        query={entries}
        empty={{
          when: ({ items }) => items.length === 0,
          title: 'No matching entries',
          hint: 'Every change is recorded here, with who made it.',
        }}
      >
        {({ items }) => (
          <Blotter
            label="Audit"
            columns={columns}
            rowId={entryId}
            rows={items}
            onOpen={({ subject }) =>
              subject !== null && ORDER_ID.test(subject) && void navigate(`/orders/${subject}`)
            }
          />
        )}
      </QueryState>
    </PageFrame>
  );
}
