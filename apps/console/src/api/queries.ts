import type { CallOptions, OmeClient } from '@ome/client';
import { useQuery } from '@tanstack/react-query';
import { useClient } from './session';

interface QueryOptions {
  /** Asked for again after so long; left out, only when somebody comes back to the page. */
  everyMs?: number;
  enabled?: boolean;
}

/**
 * What the API answers, kept under a name.
 *
 * @param name and all that the answer depends on
 */
export function useApiQuery<Answer>(
  name: readonly unknown[],
  ask: (client: OmeClient, options: CallOptions) => Promise<Answer>,
  { everyMs, enabled }: QueryOptions = {},
) {
  const client = useClient();
  return useQuery({
    queryKey: name,
    queryFn: ({ signal }) => ask(client, { signal }),
    ...{ refetchInterval: everyMs ?? false, enabled },
  });
}
