import { Button, SegmentedControl } from '@mantine/core';
import type { ClosedPosition, ValuedPositionView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { allPages } from '../../api/all-pages';
import { post } from '../../api/planned-request';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { withoutBlanks } from '../../api/without-blanks';
import { Blotter } from '../../blotter/blotter';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { PageBody, PageFrame, Section, TableRoom } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import { useRefetchOn } from '../../live/use-refetch-on';
import { FILL_EVENTS } from '../fills/newest-fills';
import { CloseAllDialog } from './close-all-dialog';
import { ClosedDialog } from './close-dialog';
import { positionColumns, positionId } from './position-columns';
import { ProfitChart } from './profit-chart';
import { ProfitFigures } from './profit-figures';

const MOST = 10_000;
/** Prices change without any event of ours. */
const REFRESH_MS = 5_000;

export function PositionsPage() {
  const marketTime = useMarketTime();
  const columns = useMemo(() => positionColumns(marketTime), [marketTime]);
  const [shown, setShown] = useState<'open' | 'all'>('open');
  const [selectedRow, setSelectedRow] = useState<ValuedPositionView | null>(null);
  const [isClosingAll, setClosingAll] = useState(false);
  const closing = useConfirmation<ClosedPosition>();
  const positions = useApiQuery(
    ['positions'],
    (client, options) => allPages(MOST, (page) => client.positions.list(page, options)),
    { everyMs: REFRESH_MS },
  );
  useRefetchOn(FILL_EVENTS, ['positions']);
  usePageTitle('Positions');
  // The position in its current state.
  const selected =
    selectedRow && positions.data?.find((row) => positionId(row) === positionId(selectedRow));
  const askClose = ({ account, exchange, symbol, product, link }: ValuedPositionView) => {
    const body = { account, exchange, symbol, link, ...withoutBlanks({ product: product ?? '' }) };
    closing.ask(
      post('/positions/close', body, (client, position, options) =>
        client.positions.close(position, options),
      ),
    );
  };

  return (
    <PageFrame
      title="Positions and profit"
      actions={
        <>
          <Button
            variant="default"
            disabled={!selected || selected.state !== 'open'}
            onClick={() => selected && askClose(selected)}
          >
            Close the position
          </Button>
          <Button variant="default" onClick={() => setClosingAll(true)}>
            Close all
          </Button>
        </>
      }
    >
      <PageBody>
        <QueryState
          query={positions}
          empty={{
            when: (items) => items.length === 0,
            title: 'No positions yet',
            hint: 'Positions are computed from fills.',
          }}
        >
          {(items) => {
            const rows = shown === 'all' ? items : items.filter(({ netQty }) => netQty !== '0');
            return (
              <>
                <ProfitFigures positions={items} />
                <Section
                  title="Positions"
                  actions={
                    <SegmentedControl
                      aria-label="Which positions"
                      value={shown}
                      onChange={(value) => setShown(value === 'all' ? 'all' : 'open')}
                      data={[
                        { value: 'open', label: 'Open' },
                        { value: 'all', label: 'All' },
                      ]}
                    />
                  }
                >
                  <TableRoom rows={rows.length}>
                    <Blotter
                      label="Positions"
                      columns={columns}
                      rowId={positionId}
                      rows={rows}
                      onSelect={setSelectedRow}
                      onOpen={askClose}
                      emptyText="Everything is flat"
                    />
                  </TableRoom>
                </Section>
              </>
            );
          }}
        </QueryState>
        <ProfitChart />
      </PageBody>
      <ClosedDialog closing={closing} />
      <CloseAllDialog
        opened={isClosingAll}
        accounts={openAccounts(positions.data ?? [])}
        onClose={() => setClosingAll(false)}
      />
    </PageFrame>
  );
}

const openAccounts = (positions: readonly ValuedPositionView[]): string[] => [
  ...new Set(positions.filter(({ netQty }) => netQty !== '0').map(({ account }) => account)),
];
