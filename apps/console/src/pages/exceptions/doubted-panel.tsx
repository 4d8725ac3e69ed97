import { Button, Text } from '@mantine/core';
import type { ConfirmFillRequest, FillView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { ReasonDialog } from '../../dialogs/reason-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';
import { useExceptions, useRefreshExceptions } from './use-exceptions';

const fillId = ({ orderId, execId }: FillView): string => `${orderId}:${execId}`;

const columnsOf = (marketTime: MarketTime): Column<FillView>[] => [
  timeColumn({ field: 'at', name: 'Time' }, marketTime),
  textColumn({ field: 'symbol', name: 'Symbol', width: 150 }),
  textColumn({ field: 'side', name: 'Side', width: 70 }),
  textColumn({ field: 'quantity', name: 'Quantity', width: 90 }),
  textColumn({ field: 'price', name: 'Price', width: 100 }),
  textColumn({ field: 'account', name: 'Account', width: 100 }),
  textColumn({ field: 'execId', name: 'ExecID', width: 180 }),
  textColumn({ field: 'orderId', name: 'OrderID', width: 210, wide: true }),
];

/** Fills whose price is not used until somebody confirms it. */
export function DoubtedPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [selected, setSelected] = useState<FillView | null>(null);
  const [isAsking, setAsking] = useState(false);
  const confirmation = useConfirmation<{ confirmed: boolean }>();
  const refresh = useRefreshExceptions();
  const fills = useExceptions(['doubted'], (client, page, options) =>
    client.fills.list({ ...page, doubted: true }, options),
  );
  const review = (reason: string) => {
    const { orderId, execId } = selected!;
    const body: ConfirmFillRequest = { reason };
    const path = `/orders/${orderId}/fills/${encodeURIComponent(execId)}/confirm`;
    confirmation.ask(
      post(path, body, (client, to, options) =>
        client.ops.confirmFill(orderId, execId, to.reason, options),
      ),
    );
  };

  return (
    <>
      <ExceptionList
        label="Doubted fills"
        query={fills}
        hint="They are booked, but their price is not used as a last price or for values until it is confirmed. Enter opens the order."
        fine="No fill is in doubt"
        columns={columns}
        rowId={fillId}
        onSelect={setSelected}
        onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
        actions={
          <Button variant="default" disabled={!selected} onClick={() => setAsking(true)}>
            Confirm the price
          </Button>
        }
      />
      {selected && (
        <ReasonDialog
          key={fillId(selected)}
          opened={isAsking && confirmation.request === null}
          title="Confirm the price"
          onReview={review}
          onClose={() => setAsking(false)}
        >
          {selected.quantity} {selected.symbol} at {selected.price}
        </ReasonDialog>
      )}
      <ConfirmDialog
        request={confirmation.request}
        title="Confirm the price of this fill?"
        confirmLabel="Confirm"
        onDone={() => {
          announceDone('The price is confirmed');
          refresh();
          confirmation.close();
          setAsking(false);
        }}
        onClose={confirmation.close}
      >
        <Text size="sm">From now on it is used as a last price, in price bands and in values.</Text>
      </ConfirmDialog>
    </>
  );
}
