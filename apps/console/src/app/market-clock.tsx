import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useMarketTime } from '../api/session';

const TICK_MS = 1_000;

export function MarketClock() {
  const marketTime = useMarketTime();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Text size="xs" c="dimmed" className="figure" visibleFrom="sm">
      {marketTime.time(now).slice(0, 8)} {marketTime.zone}
    </Text>
  );
}
