import { type CallOptions, type OmeClient, OmeProblem } from '@ome/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from './session';

const FORBIDDEN = 403;
const isForbidden = (error: unknown) => error instanceof OmeProblem && error.status === FORBIDDEN;

interface QueryOptions {
  /**
   * Refetches after this time, unless the key may not see the data; if omitted, only when the user
   * returns to the page.
   */
  everyMs?: number;
  enabled?: boolean;
  /** Refetches when this changes, and shows the previous data until then. */
  version?: number;
}

/**
 * The API's answers, cached under a name.
 * @param name including everything that the answer depends on
 */
export function useApiQuery<Answer>(
  name: readonly unknown[],
  ask: (client: OmeClient, options: CallOptions) => Promise<Answer>,
  { everyMs, enabled, version }: QueryOptions = {},
) {
  const client = useClient();
  const query = useQuery({
    queryKey: name,
    queryFn: ({ signal }) => ask(client, { signal }),
    refetchInterval: ({ state }) => (isForbidden(state.error) ? false : (everyMs ?? false)),
    enabled,
  });
  const { refetch } = query;
  const asked = useRef(version);
  useEffect(() => {
    if (asked.current === version) return;
    asked.current = version;
    void refetch();
  }, [version, refetch]);
  return query;
}
