import { Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { PageFrame } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { useShortcuts } from '../../shortcuts/use-shortcuts';
import { fillColumns } from './fill-columns';
import { fillId } from './newest-fills';
import { useNewestFills } from './use-newest-fills';

const TYPING_MS = 300;

export function FillsPage() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => fillColumns(marketTime), [marketTime]);
  const [search, setSearch] = useState('');
  const [account, setAccount] = useState('');
  const [typed] = useDebouncedValue(account, TYPING_MS);
  const searchInput = useRef<HTMLInputElement>(null);
  const { asked, fills } = useNewestFills(typed);
  useShortcuts([{ keys: '/', run: () => searchInput.current?.focus() }]);
  usePageTitle('Fills');

  return (
    <PageFrame
      title="Fills"
      actions={
        <Group gap="xs">
          <TextInput
            aria-label="Account"
            placeholder="Account"
            w={110}
            value={account}
            onChange={({ currentTarget }) => setAccount(currentTarget.value)}
          />
          <TextInput
            ref={searchInput}
            type="search"
            aria-label="Search the fills"
            placeholder="Search  /"
            leftSection={<IconSearch size={14} aria-hidden />}
            w={180}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </Group>
      }
    >
      <QueryState
        query={asked}
        empty={{
          when: () => fills.length === 0,
          title: 'No fills yet',
          hint: 'Fills appear here immediately.',
        }}
      >
        {() => (
          <Blotter
            label="Fills"
            columns={columns}
            rowId={fillId}
            rows={fills}
            search={search}
            onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
          />
        )}
      </QueryState>
    </PageFrame>
  );
}
