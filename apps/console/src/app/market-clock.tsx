import { Text } from '@mantine/core';
import { useMarketTime } from '../api/session';
import { useNow } from '../market/use-now';

export function MarketClock() {
  const marketTime = useMarketTime();
  const now = useNow();
  return (
    <Text size="xs" c="dimmed" className="figure" visibleFrom="sm">
      {marketTime.time(now).slice(0, 8)} {marketTime.zone}
    </Text>
  );
}
