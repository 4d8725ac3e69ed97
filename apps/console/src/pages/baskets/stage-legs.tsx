import { Text } from '@mantine/core';
import type { BasketLegDetailView, BasketStageView } from '@ome/contracts';
import { useNavigate } from 'react-router';
import { useMarketTime } from '../../api/session';
import { Blotter } from '../../blotter/blotter';
import {
  averageColumn,
  chipCell,
  type Column,
  figureColumn,
  priceColumn,
  sideColumn,
  textColumn,
} from '../../blotter/columns';
import { Section, TableRoom } from '../../feedback/page-frame';
import { type ChipText, statusChip } from '../../order/order-status';

type Leg = BasketLegDetailView;

const legId = ({ clOrdId }: Leg): string => clOrdId;

const COLUMNS: Column<Leg>[] = [
  textColumn({ field: 'leg', name: 'Leg', width: 50 }),
  {
    colId: 'status',
    headerName: 'Status',
    width: 124,
    equals: () => false,
    ...chipCell<Leg>(({ data }) => data && legStatus(data)),
  },
  sideColumn({ field: 'side', name: 'Side' }),
  textColumn({ field: 'symbol', name: 'Symbol', width: 190 }),
  figureColumn({ field: 'quantity', name: 'Quantity', width: 84 }),
  priceColumn({ field: 'price', name: 'Price', width: 84, wide: true }),
  {
    ...figureColumn<Leg>({ field: 'order', name: 'Filled', width: 84 }),
    valueGetter: ({ data }) => data?.order?.cumQty,
  },
  {
    ...averageColumn<Leg>({ field: 'order', name: 'Avg. price', width: 92, wide: true }),
    colId: 'avgPx',
    valueGetter: ({ data }) => data?.order?.avgPx,
  },
  {
    ...textColumn<Leg>({ field: 'unwinding', name: 'Closed again by', width: 190, wide: true }),
    valueGetter: ({ data }) =>
      data?.unwinding.map(({ cumQty, ordStatus }) => `${cumQty} (${ordStatus})`).join(', '),
  },
  {
    ...textColumn<Leg>({ field: 'refusal', name: 'Reason', width: 260, wide: true }),
    valueGetter: ({ data }) => data?.refusal?.text ?? data?.order?.reason,
  },
  textColumn({ field: 'link', name: 'Link', width: 90, wide: true }),
];

function legStatus({ order, refusal }: Leg): ChipText {
  if (refusal) return { tone: 'bad', label: 'Refused' };
  if (!order) return { tone: 'rest', label: 'Not sent' };
  return statusChip(order.ordStatus, order.inDoubt);
}

interface StageLegsProps {
  stage: BasketStageView;
  legs: Leg[];
}

/** The legs that are sent together, and their progress. */
export function StageLegs({ stage, legs }: StageLegsProps) {
  const navigate = useNavigate();
  const marketTime = useMarketTime();
  const { startedAt, completedAt, deadline } = stage;
  const said = [
    startedAt ? `sent ${marketTime.moment(startedAt)}` : 'not sent yet',
    completedAt && `done ${marketTime.moment(completedAt)}`,
    !completedAt && deadline && `may take until ${marketTime.moment(deadline)}`,
  ];
  return (
    <Section
      title={`Stage ${stage.stage}`}
      actions={
        <Text size="xs" c="dimmed">
          {said.filter(Boolean).join(', ')}
        </Text>
      }
    >
      <TableRoom rows={legs.length}>
        <Blotter
          label={`Legs of stage ${stage.stage}`}
          columns={COLUMNS}
          rowId={legId}
          rows={legs}
          onOpen={({ order }) => order && void navigate(`/orders/${order.orderId}`)}
        />
      </TableRoom>
    </Section>
  );
}
