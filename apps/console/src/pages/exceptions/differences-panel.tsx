import { SegmentedControl } from '@mantine/core';
import type { DifferenceView } from '@ome/contracts';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useMarketTime } from '../../api/session';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';
import { useExceptions } from './use-exceptions';

const differenceId = ({ id }: DifferenceView): string => id;

const columnsOf = (marketTime: MarketTime): Column<DifferenceView>[] => [
  chipColumn({ field: 'kind', name: 'Kind', width: 140 }, () => 'warn'),
  textColumn({ field: 'link', name: 'Link', width: 90 }),
  textColumn({ field: 'session', name: 'Session', width: 100, wide: true }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 150 }),
  textColumn({ field: 'ours', name: 'Ours', width: 120 }),
  textColumn({ field: 'theirs', name: 'Theirs', width: 120 }),
  textColumn({ field: 'done', name: 'Action', width: 300 }),
  timeColumn({ field: 'firstSeenAt', name: 'First seen', wide: true }, marketTime),
  timeColumn({ field: 'lastSeenAt', name: 'Last seen', wide: true }, marketTime),
  timeColumn({ field: 'settledAt', name: 'Settled', wide: true }, marketTime),
  textColumn({ field: 'brokerOrderId', name: 'Broker’s id', width: 150, wide: true }),
];

/** Differences between brokers' books and ours. */
export function DifferencesPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const [shown, setShown] = useState('open');
  const differences = useExceptions(['differences', shown], (client, page, options) =>
    client.reconciliation.list({ ...page, ...(shown === 'open' && { open: true }) }, options),
  );
  return (
    <ExceptionList
      label="Differences with brokers"
      query={differences}
      hint="Found when a broker’s books were compared with ours. Enter opens the order."
      fine="The brokers’ books and ours agree"
      columns={columns}
      rowId={differenceId}
      onOpen={({ orderId }) => orderId !== null && void navigate(`/orders/${orderId}`)}
      actions={
        <SegmentedControl
          aria-label="Which differences"
          value={shown}
          onChange={setShown}
          data={[
            { value: 'open', label: 'Standing' },
            { value: 'all', label: 'All' },
          ]}
        />
      }
    />
  );
}
