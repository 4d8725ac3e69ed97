import { type CallOptions, type OmeClient, OmeProblem } from '@ome/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useClient } from './session';

const FORBIDDEN = 403;
const isForbidden = (error: unknown) => error instanceof OmeProblem && error.status === FORBIDDEN;

interface QueryOptions {
  /**
   * Asked for again after so long, unless the key may not see it; left out, only when somebody comes
   * back to the page.
   */
  everyMs?: number;
  enabled?: boolean;
  /** Of what is asked for: it is asked for again when this changes, and shown until that is there. */
  version?: number;
}

/**
 * What the API answers, kept under a name.
 *
 * @param name and all that the answer depends on
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
