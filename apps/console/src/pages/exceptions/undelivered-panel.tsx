import { Button, Text } from '@mantine/core';
import type { UndeliveredView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { ConfirmDialog } from '../../dialogs/confirm-dialog';
import { useConfirmation } from '../../dialogs/use-confirmation';
import { announceDone } from '../../feedback/announce-done';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';
import { useExceptions, useRefreshExceptions } from './use-exceptions';

const messageId = ({ id }: UndeliveredView): string => id;

const columnsOf = (marketTime: MarketTime): Column<UndeliveredView>[] => [
  timeColumn({ field: 'since', name: 'Since' }, marketTime),
  timeColumn({ field: 'nextAttemptAt', name: 'Next attempt' }, marketTime),
  textColumn({ field: 'attempts', name: 'Attempts', width: 84 }),
  textColumn({ field: 'lastError', name: 'Last error', width: 380 }),
  fillColumn('Symbol', ({ event }) => event.order.symbol, 140),
  fillColumn('Quantity', ({ event }) => event.fill?.quantity, 90),
  fillColumn('Price', ({ event }) => event.fill?.price, 90),
  textColumn({ field: 'id', name: 'Message', width: 300, wide: true }),
];

const fillColumn = (
  name: string,
  valueOf: (row: UndeliveredView) => string | undefined,
  width: number,
): Column<UndeliveredView> => ({
  colId: name,
  headerName: name,
  width,
  wide: true,
  valueGetter: ({ data }) => data && valueOf(data),
});

/** Fills that trade post management has not accepted. */
export function UndeliveredPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [selected, setSelected] = useState<UndeliveredView | null>(null);
  const retry = useConfirmation<{ scheduled: number }>();
  const refresh = useRefreshExceptions();
  const messages = useExceptions(['undelivered'], (client, page, options) =>
    client.ops.undelivered(page, options),
  );
  const ask = (id?: string) => {
    const path = `/ops/undelivered/${id === undefined ? '' : `${encodeURIComponent(id)}/`}retry`;
    retry.ask(post(path, {}, (client, _body, options) => client.ops.retryUndelivered(id, options)));
  };

  return (
    <>
      <ExceptionList
        label="Undelivered trade-post messages"
        query={messages}
        hint="They are retried automatically at growing intervals, and never dropped."
        fine="Everything is delivered"
        columns={columns}
        rowId={messageId}
        onSelect={setSelected}
        onOpen={({ orderId }) => void navigate(`/orders/${orderId}`)}
        actions={
          <>
            <Button
              variant="default"
              disabled={!selected}
              onClick={() => selected && ask(selected.id)}
            >
              Deliver now
            </Button>
            <Button variant="default" disabled={!messages.data?.length} onClick={() => ask()}>
              Deliver all now
            </Button>
          </>
        }
      />
      <ConfirmDialog
        request={retry.request}
        title="Deliver now?"
        confirmLabel="Deliver"
        onDone={({ scheduled }) => {
          announceDone(`${scheduled} to be delivered now`);
          refresh();
          retry.close();
        }}
        onClose={retry.close}
      >
        <Text size="sm">The receiver recognises a repeat by its id.</Text>
      </ConfirmDialog>
    </>
  );
}
