import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useKillSwitches } from '../pages/risk/use-kill-switches';
import { Chip } from '../order/status-chip';

/** Shown on every page while a kill switch stops somebody's orders. */
export function KillSwitchBadge() {
  const { data } = useKillSwitches();
  if (!data || data.items.length === 0) return null;
  const isAll = data.items.some(({ scope }) => scope === 'engine');
  return (
    <Anchor component={Link} to="/risk" underline="never">
      <Chip tone="bad">{isAll ? 'Trading stopped' : `${data.items.length} stopped`}</Chip>
    </Anchor>
  );
}
