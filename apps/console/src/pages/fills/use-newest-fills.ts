import { fillOf } from '@ome/client';
import type { FillView } from '@ome/contracts';
import { useEffect, useMemo, useState } from 'react';
import { useApiQuery } from '../../api/queries';
import { useSession } from '../../api/session';
import { withoutBlanks } from '../../api/without-blanks';
import { useRefetchOn } from '../../live/use-refetch-on';
import { AMENDMENTS, TRADES, NEWEST, newestOf } from './newest-fills';

const SHOWN_EVERY_MS = 1_000;
/** The feed reports trades; later busts and corrections are polled this often. */
const TRADES_ASKED_MS = 10_000;

/** The newest fills of one account, or of all if it is empty. */
export function useNewestFills(account: string) {
  const asked = useApiQuery(['fills', account], (client, options) =>
    client.fills.list({ limit: NEWEST, ...withoutBlanks({ account }) }, options),
  );
  useRefetchOn(AMENDMENTS, ['fills']);
  useRefetchOn(TRADES, ['fills'], TRADES_ASKED_MS);
  const heard = useHeardFills();
  const items = asked.data?.items;
  const fills = useMemo(() => {
    const wanted = heard.filter((fill) => account === '' || fill.account === account);
    return newestOf(items ?? [], wanted);
  }, [items, heard, account]);
  return { asked, fills };
}

/** Trades from the feed since the page was opened. */
function useHeardFills(): readonly FillView[] {
  const { live } = useSession();
  const [heard, setHeard] = useState<readonly FillView[]>([]);
  useEffect(() => {
    let fresh: FillView[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      const shown = fresh.reverse();
      fresh = [];
      setHeard((before) => [...shown, ...before].slice(0, NEWEST));
    };
    const end = live.onItems((items) => {
      fresh.push(...items.flatMap((item) => fillOf(item) ?? []));
      if (fresh.length > 0) timer ??= setTimeout(show, SHOWN_EVERY_MS);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [live]);
  return heard;
}
