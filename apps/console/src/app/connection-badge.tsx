import { useLiveState } from '../live/use-live-state';
import type { LiveState } from '../live/live-connection';
import classes from './shell.module.css';

const SHOWN: Readonly<Record<LiveState['name'], { text: string; color: string }>> = {
  connecting: { text: 'Connecting', color: 'var(--ome-warn)' },
  live: { text: 'Live', color: 'var(--ome-good)' },
  lost: { text: 'Disconnected', color: 'var(--ome-bad)' },
};

export function ConnectionBadge() {
  const { name } = useLiveState();
  const { text, color } = SHOWN[name];
  return (
    <span className={classes.status} role="status" aria-label={`Live feed: ${text}`}>
      <span className={classes.dot} style={{ background: color }} aria-hidden />
      {text}
    </span>
  );
}
