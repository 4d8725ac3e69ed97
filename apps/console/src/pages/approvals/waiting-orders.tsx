import type { AwaitingOrder } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { useWaitingOrders } from './use-approvals';
import { WaitingList } from './waiting-list';

type Approval = AwaitingOrder['approval'];

const rowId = ({ approval }: AwaitingOrder): string => approval.id;

/** A column of what is asked for, which is beside the order. */
const asked = (field: keyof Approval, name: string, width: number): Column<AwaitingOrder> => ({
  colId: field,
  headerName: name,
  width,
  valueGetter: ({ data }) => data?.approval[field],
});

const columnsOf = (marketTime: MarketTime): Column<AwaitingOrder>[] => [
  {
    ...timeColumn<AwaitingOrder>({ field: 'approval', name: 'Expires', width: 150 }, marketTime),
    colId: 'expiresAt',
    valueGetter: ({ data }) => data?.approval.expiresAt,
  },
  textColumn({ field: 'account', name: 'Account', width: 100 }),
  asked('request', 'Request', 90),
  textColumn({ field: 'side', name: 'Side', width: 70 }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 160 }),
  asked('orderQty', 'Quantity', 90),
  asked('price', 'Price', 90),
  asked('by', 'By', 140),
  {
    ...asked('rules', 'Why it waits', 360),
    valueGetter: ({ data }) => data?.approval.rules.join('; '),
  },
];

function labelOf({ approval, side, symbol, account }: AwaitingOrder): string {
  const { request, orderQty, price } = approval;
  const beginning = request === 'new' ? '' : 'Replace to ';
  const at = price === null ? 'at the market' : `at ${price}`;
  return `${beginning}${side} ${orderQty} ${symbol} ${at}, account ${account}`;
}

const isStaged = ({ approval }: AwaitingOrder): boolean => approval.kind === 'release';

const approve = (row: AwaitingOrder) =>
  isStaged(row)
    ? post(`/orders/${row.orderId}/release`, {}, (client, _body, options) =>
        client.orders.release(row.orderId, options),
      )
    : post(`/approvals/${rowId(row)}/approve`, {}, (client, body, options) =>
        client.approvals.approve(rowId(row), body, options),
      );

const reject = (row: AwaitingOrder, reason: string) =>
  post(`/approvals/${rowId(row)}/reject`, { reason }, (client, body, options) =>
    client.approvals.reject(rowId(row), body, options),
  );

/** New orders and replaces that wait for a second person, and staged orders. */
export function WaitingOrders() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  return (
    <WaitingList
      label="Orders that wait"
      query={useWaitingOrders()}
      columns={columns}
      rowId={rowId}
      labelOf={labelOf}
      approve={approve}
      reject={reject}
      wordOf={(row) => (isStaged(row) ? 'Release' : 'Approve')}
      onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
    />
  );
}
