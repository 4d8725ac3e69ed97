import { useQueryClient } from '@tanstack/react-query';
import { useApiQuery } from '../../api/queries';

const MOST = 1_000;
const REFRESH_MS = 3_000;
const NAME = ['approvals'];

/** What waits for somebody; fails for a key that does not approve. */
export const useApprovals = () =>
  useApiQuery(NAME, (client, options) => client.approvals.list(MOST, options), {
    everyMs: REFRESH_MS,
  });

/** Call after a decision. */
export function useRefreshApprovals(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: NAME });
}
