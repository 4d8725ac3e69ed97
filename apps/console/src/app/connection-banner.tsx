import { IconPlugConnectedX } from '@tabler/icons-react';
import { useMarketTime } from '../api/session';
import { useLiveState } from '../live/use-live-state';
import classes from './shell.module.css';

/** Prevents old figures from being taken for current ones. */
export function ConnectionBanner() {
  const state = useLiveState();
  const marketTime = useMarketTime();
  if (state.name !== 'lost') return null;
  return (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={16} aria-hidden />
      <span>
        Disconnected: data as of {marketTime.time(state.since).slice(0, 8)}. {state.why}
      </span>
    </div>
  );
}
