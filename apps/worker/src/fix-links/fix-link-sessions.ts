import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnModuleInit,
} from '@nestjs/common';
import { isSame, Leader, type SessionHours } from '@ome/composition';
import type { Ids } from '@ome/engine';
import { FIX, type FixLink, type TakeReport, type VenueReport } from '@ome/execution-links';
import type { FixSessionLeases, FixSessionStore, StoredFixSession } from '@ome/persistence';
import { setTimeout as sleep } from 'node:timers/promises';

/** How often changes of the definition and of the hours are looked for. */
const KEEP_UP_MS = 1_000;
const RETRY_MS = 500;

/** A session of the role link, as it is to be served; or why it cannot be. */
type Found = { session: StoredFixSession } | { obstacle: string };

/** Logs on to venues: one process at a time serves each session, and another one takes over from its log. */
@Injectable()
export class FixLinkSessions implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(FixLinkSessions.name);
  private readonly leaders: Leader[];

  /** @param development the session of that name that an open engine has without a definition */
  constructor(
    links: readonly FixLink[],
    private readonly store: FixSessionStore,
    private readonly hours: SessionHours,
    leases: FixSessionLeases,
    private readonly reports: TakeReport,
    private readonly ids: Ids,
    private readonly development: (compId: string) => StoredFixSession | null,
  ) {
    this.leaders = links.map(
      (link) =>
        new Leader(
          leases,
          `fix:${link.session}`,
          (stop) => this.lead(link, stop),
          (err) => this.logger.warn({ err, link: link.route }, 'A FIX session is not served'),
        ),
    );
  }

  onModuleInit(): void {
    for (const leader of this.leaders) leader.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.leaders.map((leader) => leader.stop()));
  }

  private async lead(link: FixLink, stop: AbortSignal): Promise<void> {
    link.beServedHere(true);
    try {
      while (!stop.aborted) {
        await this.serve(link, stop).catch(async (err: unknown) => {
          this.logger.warn({ err, link: link.route }, 'A FIX session begins anew from its log');
          await sleep(RETRY_MS);
        });
      }
    } finally {
      link.beServedHere(false, 'Another process serves the session');
    }
  }

  /** Until its definition or its hours change, this process is to stop, or the log cannot be written. */
  private async serve(link: FixLink, stop: AbortSignal): Promise<void> {
    const found = await this.find(link.session);
    const standing = 'session' in found ? this.hours.standing(found.session) : null;
    const obstacle = 'obstacle' in found ? found.obstacle : closedText(found.session);
    if (!('session' in found) || !standing?.isOpen) {
      link.beServedHere(true, obstacle);
      await sleep(KEEP_UP_MS, undefined, { signal: stop }).catch(() => undefined);
      return;
    }
    const { session } = found;
    const changed = new AbortController();
    const watching = setInterval(() => {
      void this.isChanged(session, standing).then((isChanged) => isChanged && changed.abort());
    }, KEEP_UP_MS);
    try {
      const log = this.store.logOf(session);
      const opened = await log.open();
      const { periodStart } = standing;
      const state = periodStart ? await log.begin(periodStart) : opened;
      const venue = { version: session.version, terms: session.link! };
      const until = AbortSignal.any([stop, changed.signal]);
      await link.serve(venue, log, state, (report) => this.take(link, report), until);
    } finally {
      clearInterval(watching);
    }
  }

  private async isChanged(
    session: StoredFixSession,
    standing: ReturnType<SessionHours['standing']>,
  ): Promise<boolean> {
    try {
      const found = await this.find(session.compId);
      if (!('session' in found) || found.session.revision !== session.revision) return true;
      return !isSame(standing, this.hours.standing(session));
    } catch {
      return false;
    }
  }

  private async find(compId: string): Promise<Found> {
    const session = (await this.store.find(compId, false)) ?? this.development(compId);
    if (session?.link) return { session };
    return {
      obstacle: `There is no FIX session ${compId} of the role link: make one with "ome fix set ${compId} --role link"`,
    };
  }

  private async take({ route }: FixLink, report: VenueReport): Promise<void> {
    const origin = { by: route, requestId: null };
    const answer = await this.reports.execute(report, FIX, () => this.ids.next(), origin);
    if (!answer.success) {
      this.logger.warn({ link: route, report }, `A report was not booked: ${answer.comment}`);
    }
  }
}

const closedText = ({ hours, timeZone }: StoredFixSession): string =>
  `The session is closed: its hours are ${hours}${timeZone ? ` in ${timeZone}` : ''}`;
