import type { PendingChangeView } from '@ome/contracts';
import { useMemo } from 'react';
import { post } from '../../api/planned-request';
import { useMarketTime } from '../../api/session';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import type { MarketTime } from '../../market/market-time';
import { useWaitingChanges } from './use-approvals';
import { WaitingList } from './waiting-list';

const rowId = ({ id }: PendingChangeView): string => id;

const ACTION: Readonly<Record<PendingChangeView['action'], string>> = {
  'risk.limits.set': 'Set limits',
  'risk.limits.remove': 'Remove limits',
  'approvals.rules.set': 'Set rules of approval',
  'risk.killSwitch.release': 'Put a kill switch back',
  'keys.create': 'Create a key',
  'fix.sessions.set': 'Set a FIX session',
  'fix.sessions.remove': 'Remove a FIX session',
  'fix.sessions.reset': 'Restart the numbers of a FIX session',
};

/** What is asked for; what is left out, or null, says nothing. */
const requestText = ({ request }: PendingChangeView): string =>
  Object.entries(request)
    .filter(([, value]) => value !== null)
    .map(([field, value]) => `${field} ${String(value)}`)
    .join(', ');

const columnsOf = (marketTime: MarketTime): Column<PendingChangeView>[] => [
  timeColumn({ field: 'expiresAt', name: 'Expires', width: 150 }, marketTime),
  {
    ...textColumn<PendingChangeView>({ field: 'action', name: 'Change', width: 180 }),
    valueGetter: ({ data }) => data && ACTION[data.action],
  },
  {
    ...textColumn<PendingChangeView>({ field: 'request', name: 'To', width: 420 }),
    valueGetter: ({ data }) => data && requestText(data),
  },
  textColumn({ field: 'by', name: 'By', width: 140 }),
  timeColumn({ field: 'at', name: 'Asked', width: 150, wide: true }, marketTime),
];

const approve = ({ id }: PendingChangeView) =>
  post(`/changes/${id}/approve`, {}, (client, body, options) =>
    client.approvals.approveChange(id, body, options),
  );

const reject = ({ id }: PendingChangeView, reason: string) =>
  post(`/changes/${id}/reject`, { reason }, (client, body, options) =>
    client.approvals.rejectChange(id, body, options),
  );

/** Changes of limits, rules, switches and keys that take two persons. */
export function WaitingChanges() {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  return (
    <WaitingList
      label="Changes that wait"
      query={useWaitingChanges()}
      columns={columns}
      rowId={rowId}
      labelOf={(row) => `${ACTION[row.action]}: ${requestText(row)}`}
      approve={approve}
      reject={reject}
    />
  );
}
