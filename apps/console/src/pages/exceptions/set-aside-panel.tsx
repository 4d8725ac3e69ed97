import type { SetAsideHistoryView } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';
import { useExceptions } from './use-exceptions';

const historyId = ({ stream, id }: SetAsideHistoryView): string => `${stream}:${id}`;

const columnsOf = (marketTime: MarketTime): Column<SetAsideHistoryView>[] => [
  timeColumn({ field: 'since', name: 'Since' }, marketTime),
  textColumn({ field: 'stream', name: 'Of', width: 90 }),
  textColumn({ field: 'id', name: 'Id', width: 240 }),
  textColumn({ field: 'seq', name: 'Event', width: 80 }),
  textColumn({ field: 'reason', name: 'Reason', width: 420 }),
];

/** Histories that cannot be folded. */
export function SetAsidePanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const histories = useExceptions(['set-aside'], (client, page, options) =>
    client.ops.setAside(page, options),
  );
  return (
    <ExceptionList
      label="Histories that cannot be read"
      query={histories}
      hint="The engine makes no decisions on them, and keeps what venues report on them. Histories that a newer version of the engine wrote continue once that version runs."
      fine="Every history can be read"
      columns={columns}
      rowId={historyId}
      onOpen={({ stream, id }) =>
        void navigate(stream === 'basket' ? `/baskets/${id}` : `/orders/${id}`)
      }
    />
  );
}
