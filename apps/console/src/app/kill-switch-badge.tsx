import type { KillSwitchView } from '@ome/contracts';
import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import { useKillSwitches } from '../pages/risk/use-kill-switches';
import { Chip } from '../order/status-chip';

/** Shown on every page while a kill switch stops somebody's orders. */
export function KillSwitchBadge() {
  const { data } = useKillSwitches();
  if (!data || data.items.length === 0) return null;
  return (
    <Anchor component={Link} to="/risk" underline="never">
      <Chip tone="bad">{stoppedText(data.items)}</Chip>
    </Anchor>
  );
}

function stoppedText(switches: readonly KillSwitchView[]): string {
  if (switches.some(({ scope }) => scope === 'engine')) return 'Trading stopped';
  const [{ scope, id }] = switches;
  if (switches.length > 1) return `${switches.length} accounts or users stopped`;
  return `${scope === 'account' ? 'Account' : 'User'} ${id} stopped`;
}
