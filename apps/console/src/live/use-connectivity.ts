import { useApiQuery } from '../api/queries';

const REFRESH_MS = 3_000;

/** The current state of links, workers and stores; polled while enabled. */
export const useConnectivity = ({ enabled = true } = {}) =>
  useApiQuery(['connectivity'], (client, options) => client.connectivity.show(options), {
    everyMs: REFRESH_MS,
    enabled,
  });
