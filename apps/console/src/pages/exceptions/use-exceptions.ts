import type { CallOptions, OmeClient } from '@ome/client';
import type { Page, PageRequest } from '@ome/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages';
import { useApiQuery } from '../../api/queries';

const MOST = 5_000;
const REFRESH_MS = 5_000;

type Ask<Row> = (client: OmeClient, page: PageRequest, options: CallOptions) => Promise<Page<Row>>;

/** One of the lists of exceptions, refreshed automatically. */
export const useExceptions = <Row>(name: readonly string[], ask: Ask<Row>) =>
  useApiQuery(
    ['exceptions', ...name],
    (client, options) => allPages(MOST, (page) => ask(client, page, options)),
    { everyMs: REFRESH_MS },
  );

/** Call after an action on an item. */
export function useRefreshExceptions(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: ['exceptions'] });
}
