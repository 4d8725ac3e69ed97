import { useQueryClient } from '@tanstack/react-query';
import { useApiQuery } from '../../api/queries';

const MOST = 1_000;
const REFRESH_MS = 3_000;
const NAME = 'approvals';

/** What waits for somebody; each fails for a key that does not approve it. */
export const useWaitingOrders = () =>
  useApiQuery([NAME, 'orders'], (client, options) => client.approvals.list(MOST, options), {
    everyMs: REFRESH_MS,
  });

export const useWaitingBaskets = () =>
  useApiQuery([NAME, 'baskets'], (client, options) => client.approvals.baskets(MOST, options), {
    everyMs: REFRESH_MS,
  });

export const useWaitingChanges = () =>
  useApiQuery([NAME, 'changes'], (client, options) => client.approvals.changes(MOST, options), {
    everyMs: REFRESH_MS,
  });

/** How many of all of these wait, as far as the key may know. */
export function useWaitingCount(): number {
  const lists = [useWaitingOrders(), useWaitingBaskets(), useWaitingChanges()];
  return lists.reduce((count, { data }) => count + (data?.items.length ?? 0), 0);
}

/** Call after a decision. */
export function useRefreshApprovals(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: [NAME] });
}
