import type { BasketEventView } from '@ome/contracts';
import { useMemo } from 'react';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import { type Column, textColumn, timeColumn } from '../../blotter/columns';
import { fieldsText } from '../../feedback/fields-text';
import { Section, TableRoom } from '../../feedback/page-frame';
import type { MarketTime } from '../../market/market-time';

const eventId = ({ seq }: BasketEventView): string => String(seq);

const columnsOf = (marketTime: MarketTime): Column<BasketEventView>[] => [
  textColumn({ field: 'seq', name: '#', width: 50 }),
  timeColumn({ field: 'at', name: 'Time' }, marketTime),
  textColumn({ field: 'type', name: 'Event', width: 160 }),
  {
    ...textColumn<BasketEventView>({ field: 'detail', name: 'It says', wide: true }),
    flex: 1,
    minWidth: 520,
    valueGetter: ({ data }) => data && fieldsText(Object.entries(data.detail), marketTime),
  },
  textColumn({ field: 'by', name: 'By', width: 150, wide: true }),
];

export function BasketEvents({ events }: { events: BasketEventView[] }) {
  const marketTime = useMarketTime();
  const columns = useMemo(() => columnsOf(marketTime), [marketTime]);
  return (
    <Section title="Journal">
      <TableRoom rows={events.length}>
        <Blotter label="Journal of the basket" columns={columns} rowId={eventId} rows={events} />
      </TableRoom>
    </Section>
  );
}
