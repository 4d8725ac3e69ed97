import { Progress, Text } from '@mantine/core';
import type { CallBudgetView } from '@ome/contracts';
import { useMarketTime } from '../../api/session';
import { Chip } from '../../order/status-chip';
import classes from './connectivity-page.module.css';

/** From here on, somebody should look. */
const SCARCE_PERCENT = 80;

interface Use {
  /** `orders-second` */
  name: string;
  used: number;
  limit: number;
}

/** How much of the broker's call limits is used up. */
export function BudgetMeter({ budget }: { budget: CallBudgetView }) {
  const marketTime = useMarketTime();
  return (
    <>
      {usesOf(budget).map(({ name, used, limit }) => {
        const percent = limit === 0 ? 100 : Math.min((used / limit) * 100, 100);
        const label = `${used} of ${limit} ${name.replace('-', ' a ')}`;
        return (
          <div key={name} className={classes.meter}>
            <Text size="xs" className="figure">
              {label}
            </Text>
            <Progress
              size="sm"
              value={percent}
              color={percent >= SCARCE_PERCENT ? 'red' : 'blue'}
              aria-label={label}
            />
          </div>
        );
      })}
      {budget.pausedUntil && (
        <Chip tone="bad">Paused until {marketTime.time(budget.pausedUntil)}</Chip>
      )}
    </>
  );
}

function usesOf({ windows, day }: CallBudgetView): Use[] {
  const widest = (limits: { cancel?: number; order?: number; read?: number }) =>
    Math.max(limits.cancel ?? 0, limits.order ?? 0, limits.read ?? 0);
  return [
    ...windows.map(({ name, used, limits }) => ({ name, used, limit: widest(limits) })),
    ...(day ? [{ name: 'calls-day', used: day.used, limit: widest(day.limits) }] : []),
  ];
}
