import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../api/session';

const SOON_MS = 1_000;

/**
 * Refetches a query once events of these types have arrived.
 * @param name as in useApiQuery, or its beginning; the same array at each call or a short one
 * @param atMostEveryMs however many events arrive
 */
export function useRefetchOn(
  types: ReadonlySet<string>,
  name: readonly string[],
  atMostEveryMs = SOON_MS,
): void {
  const { live } = useSession();
  const queries = useQueryClient();
  const key = JSON.stringify(name);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: JSON.parse(key) as string[] });
    };
    const end = live.onItems((items) => {
      if (items.some(({ type }) => types.has(type))) timer ??= setTimeout(ask, atMostEveryMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [live, queries, types, key, atMostEveryMs]);
}
