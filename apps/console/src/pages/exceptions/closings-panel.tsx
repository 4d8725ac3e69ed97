import type { PendingClosingView } from '@ome/contracts';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { useApiQuery } from '../../api/queries';
import { useMarketTime } from '../../api/session';
import { chipColumn, type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { ExceptionList } from './exception-list';

const MOST = 1_000;
const REFRESH_MS = 3_000;

type Waiting = Omit<PendingClosingView, 'positions'> &
  PendingClosingView['positions'][number] & { state: 'waits' | 'given up' };

const rowsOf = ({ positions, ...closing }: PendingClosingView): Waiting[] =>
  positions.map((position) => ({
    ...closing,
    ...position,
    state: closing.givenUpAt === null ? 'waits' : 'given up',
  }));

const rowId = ({ id, exchange, symbol, product, link }: Waiting): string =>
  [id, exchange, symbol, product, link].join(' ');

const columnsOf = (marketTime: MarketTime): Column<Waiting>[] => [
  chipColumn({ field: 'state', name: 'State', width: 100 }, (state) =>
    state === 'given up' ? 'bad' : 'work',
  ),
  textColumn({ field: 'account', name: 'Account', width: 110 }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 150 }),
  textColumn({ field: 'product', name: 'Product', width: 90, wide: true }),
  textColumn({ field: 'link', name: 'Link', width: 100, wide: true }),
  timeColumn({ field: 'askedAt', name: 'Asked' }, marketTime),
  timeColumn({ field: 'nextTryAt', name: 'Next try', wide: true }, marketTime),
  textColumn({ field: 'text', name: 'Why', width: 420 }),
];

/** Positions that are to be closed, and are not yet. */
export function ClosingsPanel() {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const closings = useApiQuery(
    ['exceptions', 'closings'],
    async (client, options) => (await client.ops.closings(MOST, options)).items.flatMap(rowsOf),
    { everyMs: REFRESH_MS },
  );
  return (
    <ExceptionList
      label="Positions that wait to be closed"
      query={closings}
      hint="What waits goes on by itself. What was given up stays open until somebody closes it. Enter opens the positions."
      fine="No position waits to be closed"
      columns={columns}
      rowId={rowId}
      onOpen={() => void navigate('/positions')}
    />
  );
}
