import type { CounterUseView } from '@ome/contracts';
import { Blotter } from '../../blotter/blotter';
import {
  type Column,
  figureColumn,
  moneyColumn,
  resultColumn,
  textColumn,
} from '../../blotter/columns';
import { Section, TableRoom } from '../../feedback/page-frame';
import { EmptyState } from '../../feedback/state-view';

const accountOf = ({ account }: CounterUseView): string => account;

const COLUMNS: Column<CounterUseView>[] = [
  textColumn({ field: 'account', name: 'Account', width: 140 }),
  {
    ...figureColumn<CounterUseView>({ field: 'openOrders', name: 'Open orders', width: 110 }),
    comparator: undefined,
  },
  moneyColumn({ field: 'exposure', name: 'Exposure ₹', width: 140 }),
  resultColumn({ field: 'dayResult', name: 'Day result ₹', width: 150 }),
  {
    ...textColumn<CounterUseView>({
      field: 'ordersLastSecond',
      name: 'In the last second',
      width: 200,
      wide: true,
    }),
    valueGetter: ({ data }) =>
      Object.entries(data?.ordersLastSecond ?? {})
        .map(([exchange, orders]) => `${exchange} ${orders}`)
        .join(', '),
  },
];

/** How much of their limits accounts use. */
export function CounterTable({ use }: { use: CounterUseView[] }) {
  return (
    <Section title="In use">
      {use.length === 0 ? (
        <EmptyState title="No account has used anything yet" />
      ) : (
        <TableRoom rows={use.length}>
          <Blotter label="Limits in use" columns={COLUMNS} rowId={accountOf} rows={use} />
        </TableRoom>
      )}
    </Section>
  );
}
