import type { AwaitingBasket } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { useWaitingBaskets } from './use-approvals';
import { WaitingList } from './waiting-list';

const rowId = ({ basketId }: AwaitingBasket): string => basketId;

const legsOf = ({ legs }: AwaitingBasket): string =>
  legs.map(({ side, quantity, symbol }) => `${side} ${quantity} ${symbol}`).join(', ');

const columnsOf = (marketTime: MarketTime): Column<AwaitingBasket>[] => [
  {
    ...timeColumn<AwaitingBasket>({ field: 'approval', name: 'Expires', width: 150 }, marketTime),
    valueGetter: ({ data }) => data?.approval.expiresAt,
  },
  textColumn({ field: 'account', name: 'Account', width: 100 }),
  textColumn({ field: 'basketClOrdId', name: 'Basket', width: 180 }),
  {
    ...textColumn<AwaitingBasket>({ field: 'legs', name: 'Legs', width: 360 }),
    valueGetter: ({ data }) => data && legsOf(data),
  },
  { colId: 'by', headerName: 'By', width: 140, valueGetter: ({ data }) => data?.approval.by },
  {
    colId: 'rules',
    headerName: 'Why it waits',
    width: 360,
    valueGetter: ({ data }) => data?.approval.rules.join('; '),
  },
];

const approve = ({ basketId }: AwaitingBasket) =>
  post(`/baskets/${basketId}/approve`, {}, (client, body, options) =>
    client.baskets.approve(basketId, body, options),
  );

const reject = ({ basketId }: AwaitingBasket, reason: string) =>
  post(`/baskets/${basketId}/reject`, { reason }, (client, body, options) =>
    client.baskets.reject(basketId, body, options),
  );

/** Baskets that wait for a second person, each as a whole. */
export function WaitingBaskets() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  return (
    <WaitingList
      label="Baskets that wait"
      query={useWaitingBaskets()}
      columns={columns}
      rowId={rowId}
      labelOf={(row) => `${row.basketClOrdId}: ${legsOf(row)}, account ${row.account}`}
      approve={approve}
      reject={reject}
      onOpen={({ basketId }) => void navigate(`/baskets/${basketId}`)}
    />
  );
}
