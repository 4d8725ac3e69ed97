import { Button } from '@mantine/core';
import type { BasketView } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { allPages } from '../../api/all-pages';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { chipCell, type Column, textColumn, timeColumn } from '../../blotter/columns';
import { PageFrame } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import type { MarketTime } from '../../market/market-time';
import { useShortcuts } from '../../shortcuts/use-shortcuts';
import { BASKET_OUTCOME, BASKET_STATUS } from './basket-status';
import { IronCondorDialog } from './iron-condor-dialog';

const MOST = 2_000;
const REFRESH_MS = 3_000;

const basketId = (basket: BasketView): string => basket.basketId;
const needsALook = ({ status }: BasketView): boolean => status === 'ALERT';

const columnsOf = (marketTime: MarketTime): Column<BasketView>[] => [
  {
    colId: 'status',
    headerName: 'Status',
    width: 130,
    ...chipCell<BasketView>(({ data }) => data && BASKET_STATUS[data.status]),
    valueGetter: ({ data }) => data?.status,
  },
  { ...timeColumn<BasketView>({ field: 'createdAt', name: 'Time' }, marketTime), sort: 'desc' },
  textColumn({ field: 'basketClOrdId', name: 'Basket', width: 200 }),
  textColumn({ field: 'account', name: 'Account', width: 90, wide: true }),
  {
    colId: 'legs',
    headerName: 'Legs',
    width: 420,
    wide: true,
    valueGetter: ({ data }) =>
      data?.legs.map(({ side, quantity, symbol }) => `${side} ${quantity} ${symbol}`).join(', '),
  },
  {
    colId: 'outcome',
    headerName: 'Came to',
    width: 180,
    wide: true,
    valueGetter: ({ data }) => data?.outcome && BASKET_OUTCOME[data.outcome],
  },
  {
    colId: 'stop',
    headerName: 'Stopped for',
    width: 260,
    wide: true,
    valueGetter: ({ data }) => data?.stop?.text,
  },
];

export function BasketsPage() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [isNew, setNew] = useState(false);
  const baskets = useApiQuery(
    ['baskets'],
    (client, options) => allPages(MOST, (page) => client.baskets.list(page, options)),
    { everyMs: REFRESH_MS },
  );
  useShortcuts([{ keys: 'n', run: () => setNew(true) }]);
  usePageTitle('Baskets');

  return (
    <PageFrame
      title="Baskets"
      actions={<Button onClick={() => setNew(true)}>New iron condor</Button>}
    >
      <QueryState
        query={baskets}
        empty={{
          when: (items) => items.length === 0,
          title: 'No baskets yet',
          hint: 'Orders that are sent together, stage by stage, appear here.',
        }}
      >
        {(items) => (
          <Blotter
            label="Baskets"
            columns={columns}
            rowId={basketId}
            rows={items}
            first={needsALook}
            onOpen={(basket) => void navigate(`/baskets/${basket.basketId}`)}
          />
        )}
      </QueryState>
      <IronCondorDialog
        opened={isNew}
        onPlaced={(placed) => {
          setNew(false);
          void queries.invalidateQueries({ queryKey: ['baskets'] });
          void navigate(`/baskets/${placed}`);
        }}
        onClose={() => setNew(false)}
      />
    </PageFrame>
  );
}
