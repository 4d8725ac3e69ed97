import type { Provider } from '@nestjs/common';
import { SessionHours } from '@ome/composition';
import { Clock, ExchangeCalendar, ExecutionLinks, Ids } from '@ome/engine';
import { FixLink, TakeReport } from '@ome/execution-links';
import {
  FIX_LINK_DEFAULTS,
  FIX_SESSION_DEFAULTS,
  FixSessionLeases,
  FixSessionStore,
  type StoredFixSession,
} from '@ome/persistence';
import { isOpen, SETTINGS, type Settings } from '@ome/platform';
import { FixLinkSessions } from './fix-link-sessions';

/** The venue of development. */
const SIMULATED = 'SIMEX';

/**
 * The session that an open engine has from the start, at the simulator. Started again, that venue
 * knows neither numbers nor orders of before.
 */
export const developmentLink = (settings: Settings, compId: string): StoredFixSession | null =>
  !isOpen(settings) || compId !== SIMULATED
    ? null
    : {
        ...FIX_SESSION_DEFAULTS,
        compId,
        version: 'FIX.4.4',
        role: 'link',
        defaultAccount: compId,
        link: {
          ...FIX_LINK_DEFAULTS,
          host: '127.0.0.1',
          port: settings.SIMULATOR_FIX_PORT,
          resetWhenLost: true,
        },
        revision: 0,
      };

/** Sessions on which this engine logs on to venues. */
export const FIX_LINKS: Provider[] = [
  {
    provide: SessionHours,
    inject: [Clock, SETTINGS, ExchangeCalendar],
    useFactory: (clock: Clock, { MARKET_TIME_ZONE }: Settings, calendar: ExchangeCalendar) =>
      new SessionHours(clock, MARKET_TIME_ZONE, calendar),
  },
  {
    provide: FixLinkSessions,
    inject: [
      ExecutionLinks,
      FixSessionStore,
      SessionHours,
      FixSessionLeases,
      TakeReport,
      Ids,
      SETTINGS,
    ],
    useFactory: (
      { all }: ExecutionLinks,
      store: FixSessionStore,
      hours: SessionHours,
      leases: FixSessionLeases,
      reports: TakeReport,
      ids: Ids,
      settings: Settings,
    ) =>
      new FixLinkSessions(
        all.filter((link) => link instanceof FixLink),
        store,
        hours,
        leases,
        reports,
        ids,
        (compId) => developmentLink(settings, compId),
      ),
  },
];
