import { Button, Group, Text } from '@mantine/core';
import type { AwaitingOrder, OrderView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReasonDialog } from '../../dialogs/reason-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import { PageFrame } from '../../feedback/page-frame';
import { QueryState } from '../../feedback/state-view';
import { usePageTitle } from '../../feedback/use-page-title';
import type { MarketTime } from '../../market/market-time';
import { useApprovals, useRefreshApprovals } from './use-approvals';

/** A row: what is asked for, beside the order. */
type Row = AwaitingOrder['approval'] & Pick<OrderView, 'orderId' | 'account' | 'symbol' | 'side'>;

const rowOf = ({ approval, orderId, account, symbol, side }: AwaitingOrder): Row => ({
  ...approval,
  orderId,
  account,
  symbol,
  side,
});

const rowId = ({ id }: Row): string => id;

const columnsOf = (marketTime: MarketTime): Column<Row>[] => [
  timeColumn({ field: 'expiresAt', name: 'Expires', width: 150 }, marketTime),
  textColumn({ field: 'account', name: 'Account', width: 100 }),
  textColumn({ field: 'request', name: 'Request', width: 90 }),
  textColumn({ field: 'side', name: 'Side', width: 70 }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 160 }),
  textColumn({ field: 'orderQty', name: 'Quantity', width: 90 }),
  textColumn({ field: 'price', name: 'Price', width: 90 }),
  textColumn({ field: 'by', name: 'By', width: 140 }),
  {
    ...textColumn<Row>({ field: 'rules', name: 'Why it waits', width: 360 }),
    valueGetter: ({ data }) => data?.rules.join('; '),
  },
];

const labelOf = ({ request, side, orderQty, symbol, price, account }: Row): string =>
  `${request === 'new' ? '' : 'Replace to '}${side} ${orderQty} ${symbol} ${
    price === null ? 'at the market' : `at ${price}`
  }, account ${account}`;

/** New orders and replaces that wait for a second person. */
export function ApprovalsPage() {
  usePageTitle('Approvals');
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [selected, setSelected] = useState<Row | null>(null);
  const [isRejecting, setRejecting] = useState(false);
  const confirmation = useConfirmation<OrderView>();
  const refresh = useRefreshApprovals();
  const approvals = useApprovals();
  const isStaged = selected?.kind === 'release';
  const approve = ({ id, orderId }: Row) =>
    confirmation.ask(
      isStaged
        ? post(`/orders/${orderId}/release`, {}, (client, _body, options) =>
            client.orders.release(orderId, options),
          )
        : post(`/approvals/${id}/approve`, {}, (client, body, options) =>
            client.approvals.approve(id, body, options),
          ),
    );
  const reject = (reason: string) => {
    const { id } = selected!;
    confirmation.ask(
      post(`/approvals/${id}/reject`, { reason }, (client, body, options) =>
        client.approvals.reject(id, body, options),
      ),
    );
  };
  const word = isRejecting ? 'Reject' : isStaged ? 'Release' : 'Approve';

  return (
    <PageFrame
      title="Approvals"
      actions={
        <Group gap="xs">
          <Button disabled={!selected} onClick={() => selected && approve(selected)}>
            {isStaged ? 'Release' : 'Approve'}
          </Button>
          <Button variant="default" disabled={!selected} onClick={() => setRejecting(true)}>
            Reject
          </Button>
        </Group>
      }
    >
      <QueryState
        query={approvals}
        empty={{ when: ({ items }) => items.length === 0, title: 'Nothing waits' }}
      >
        {({ items }) => (
          <Blotter
            label="Requests that wait"
            columns={columns}
            rowId={rowId}
            rows={items.map(rowOf)}
            onSelect={setSelected}
            onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
          />
        )}
      </QueryState>
      {selected && (
        <ReasonDialog
          key={selected.id}
          opened={isRejecting && confirmation.request === null}
          title="Reject the request"
          danger
          onReview={reject}
          onClose={() => setRejecting(false)}
        >
          {labelOf(selected)}
        </ReasonDialog>
      )}
      <ConfirmDialog
        request={confirmation.request}
        title={`${word} this request?`}
        confirmLabel={word}
        danger={isRejecting}
        onDone={() => {
          announceDone('Decided');
          refresh();
          confirmation.close();
          setRejecting(false);
          setSelected(null);
        }}
        onClose={confirmation.close}
      >
        <Text size="sm">{selected && labelOf(selected)}</Text>
      </ConfirmDialog>
    </PageFrame>
  );
}
