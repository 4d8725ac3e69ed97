import type { FixSessionState, FixSessionView } from '@ome/contracts';
import { useMemo } from 'react';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { chipCell, type Column, figureColumn, textColumn } from '../../blotter/columns';
import { TableRoom } from '../../feedback/page-frame';
import type { MarketTime } from '../../market/market-time';
import { useNow } from '../../market/use-now';
import type { Tone } from '../../order/order-status';
import { age } from './age';

export const STATE: Readonly<Record<FixSessionState, { label: string; tone: Tone }>> = {
  loggedOn: { label: 'logged on', tone: 'good' },
  loggedOut: { label: 'logged out', tone: 'warn' },
  closed: { label: 'closed', tone: 'rest' },
  disabled: { label: 'disabled', tone: 'rest' },
  unserved: { label: 'not served', tone: 'bad' },
};

/** With the moment that its ages are as of. */
type Row = FixSessionView & { now: number };

const compId = (session: Row): string => session.compId;

type Given = Row | undefined;

const status = (
  colId: string,
  name: string,
  width: number,
  valueOf: (session: Row) => string | number | null | undefined,
): Column<Row> => ({
  colId,
  headerName: name,
  width,
  wide: true,
  valueGetter: ({ data }: { data: Given }) => data && valueOf(data),
});

/** An instant with its age at each refresh. */
const aged = (
  colId: string,
  name: string,
  marketTime: MarketTime,
  valueOf: (session: FixSessionView) => string | null,
): Column<Row> =>
  status(colId, name, 190, (session) => {
    const at = valueOf(session);
    return at && `${marketTime.moment(at)} · ${age(at, session.now)}`;
  });

const columnsOf = (marketTime: MarketTime): Column<Row>[] => [
  textColumn({ field: 'compId', name: 'Session', width: 110 }),
  {
    ...status('state', 'State', 116, ({ status: { state } }) => STATE[state].label),
    wide: false,
    ...chipCell<Row>(({ data }) => data && STATE[data.status.state]),
  },
  figureColumn({ field: 'nextIn', name: 'Next in', width: 74 }),
  figureColumn({ field: 'nextOut', name: 'Next out', width: 80 }),
  {
    ...status('queued', 'Queued', 74, ({ status: { queuedOut } }) => queuedOut),
    cellClass: 'figure-cell',
    headerClass: 'figure-cell',
  },
  aged('heard', 'Last heard', marketTime, ({ status: { heardAt } }) => heardAt),
  aged('since', 'Since', marketTime, ({ status: { since } }) => since),
  textColumn({ field: 'version', name: 'Version', width: 100, wide: true }),
  status('role', 'Role', 100, ({ role }) => (role === 'dropCopy' ? 'drop copy' : 'order entry')),
  status('end', 'Last refusal or Logout', 300, ({ status: { lastEnd } }) => lastEnd?.text),
];

interface SessionTableProps {
  sessions: FixSessionView[];
  onSelect: (session: FixSessionView | null) => void;
  onOpen: (session: Row) => void;
}

/** FIX sessions; refreshed with their ages. */
export function SessionTable({ sessions, ...handlers }: SessionTableProps) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  const now = useNow();
  const rows = useMemo(() => sessions.map((session) => ({ ...session, now })), [sessions, now]);
  return (
    <TableRoom rows={Math.min(sessions.length, 8)}>
      <Blotter label="FIX sessions" columns={columns} rowId={compId} rows={rows} {...handlers} />
    </TableRoom>
  );
}
