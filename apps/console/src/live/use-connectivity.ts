import { useApiQuery } from '../api/queries';

const REFRESH_MS = 3_000;

/** Links, workers and stores as they are now; asked for again as long as it is enabled. */
export const useConnectivity = ({ enabled = true } = {}) =>
  useApiQuery(['connectivity'], (client, options) => client.connectivity.show(options), {
    everyMs: REFRESH_MS,
    enabled,
  });
