import { Table } from '@mantine/core';
import type { OrderHistoryItem } from '@ome/contracts';
import { useMarketTime } from '../../api/session';
import { alertsOf, detailText, originOf } from '../../order/event-text';
import { Chip, StatusChip } from '../../order/status-chip';
import classes from './order-page.module.css';

interface OrderStoryProps {
  events: readonly OrderHistoryItem[];
  moment: number | null;
  onMoment: (moment: number | null) => void;
}

/** The journal of an order as a time line. */
export function OrderStory({ events, moment, onMoment }: OrderStoryProps) {
  const marketTime = useMarketTime();
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Journal of the order">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>#</Table.Th>
            <Table.Th>Time</Table.Th>
            <Table.Th ta="right">After</Table.Th>
            <Table.Th>Event</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th>State after</Table.Th>
            <Table.Th ta="right">Filled</Table.Th>
            <Table.Th>Details</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map((event, index) => (
            <Table.Tr key={event.id} className={index === moment ? classes.current : undefined}>
              <Table.Td className="figure">{event.seq}</Table.Td>
              <Table.Td className="figure">
                <button
                  type="button"
                  className={classes.time}
                  aria-label={`Show the order as it was after event ${event.seq}`}
                  onClick={() => onMoment(index === events.length - 1 ? null : index)}
                >
                  {marketTime.moment(event.at)}
                </button>
              </Table.Td>
              <Table.Td className="figure" ta="right">
                {sinceText(events[index - 1]?.at, event.at)}
              </Table.Td>
              <Table.Td fw={600}>{event.type}</Table.Td>
              <Table.Td>{originOf(event)}</Table.Td>
              <Table.Td>
                <StatusChip status={event.order.ordStatus} inDoubt={event.order.inDoubt} />
              </Table.Td>
              <Table.Td className="figure" ta="right">
                {event.order.cumQty}
              </Table.Td>
              <Table.Td>
                {alertsOf(event).map(({ code, field, ours, reported }) => (
                  <Chip key={`${code}${field}`} tone="warn">
                    {[code, field, ours && `ours ${ours}`, reported && `reported ${reported}`]
                      .filter(Boolean)
                      .join(' ')}
                  </Chip>
                ))}{' '}
                {detailText(event, marketTime)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How long after the previous event. */
function sinceText(before: string | undefined, at: string): string {
  if (before === undefined) return '';
  const ms = Date.parse(at) - Date.parse(before);
  if (ms < 10 * SECOND_MS) return `+${ms} ms`;
  return ms < 10 * MINUTE_MS
    ? `+${Math.round(ms / SECOND_MS)} s`
    : `+${Math.round(ms / MINUTE_MS)} min`;
}
