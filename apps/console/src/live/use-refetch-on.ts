import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSession } from '../api/session';

/** However many events come, what they change is asked for this often at most. */
const AT_MOST_EVERY_MS = 1_000;

/**
 * Asks again for what was asked for under a name, once events of these types have come.
 *
 * @param name as in useApiQuery, or how it begins; the same array at each call or a short one
 */
export function useRefetchOn(types: ReadonlySet<string>, name: readonly string[]): void {
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
      if (items.some(({ type }) => types.has(type))) timer ??= setTimeout(ask, AT_MOST_EVERY_MS);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [live, queries, types, key]);
}
