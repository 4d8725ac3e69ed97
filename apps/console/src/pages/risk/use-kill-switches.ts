import { useApiQuery } from '../../api/queries';

const REFRESH_MS = 5_000;
export const KILL_SWITCHES = ['risk', 'kill-switches'];

export const useKillSwitches = () =>
  useApiQuery(KILL_SWITCHES, (client, options) => client.risk.killSwitches(options), {
    everyMs: REFRESH_MS,
  });
