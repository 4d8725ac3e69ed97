import type { OrderView } from '@ome/contracts';
import { useMarketTime } from '../../api/session';
import { averageText, priceText } from '../../market/figure-text';
import { whyInThisState } from '../../order/order-state';
import { Chip, StatusChip } from '../../order/status-chip';
import classes from './order-page.module.css';

interface StateAtMomentProps {
  order: OrderView;
  isPast: boolean;
}

/** The state of an order, and the reasons for it, now or at an earlier moment. */
export function StateAtMoment({ order, isPast }: StateAtMomentProps) {
  const marketTime = useMarketTime();
  const figures = [
    ['Quantity', order.orderQty],
    ['Filled', order.cumQty],
    ['Leaves', order.leavesQty],
    ['Price', order.price ? priceText(order.price) : '–'],
    ['Average price', order.cumQty === '0' ? '–' : averageText(order.avgPx)],
  ] as const;
  return (
    <div className={classes.state} data-testid="state">
      <StatusChip status={order.ordStatus} inDoubt={order.inDoubt} />
      <dl className={`${classes.figures} figure`}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.why}>
        {isPast && <Chip tone="warn">State at {marketTime.full(order.updatedAt)}</Chip>}
        {whyInThisState(order).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </div>
  );
}
