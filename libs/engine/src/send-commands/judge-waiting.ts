import { unlessUnreadable } from '@ome/event-store';
import type { Clock } from '../clock-and-ids';
import type { MarketHours } from '../end-of-day/market-hours';
import type { ExecutionLink } from '../execution-link';
import type { ExecutionLinks } from '../execution-links';
import type { LeasedRiskSettings } from '../risk/leased-risk-settings';
import type { MarketDay } from '../risk/risk-ports';
import type { SendCommands } from './send-commands';

/** An order whose next command waits to be sent. */
export interface QueuedCommand {
  orderId: string;
  /** When the command was requested. */
  since: Date;
}

/** One that the order itself gives an end. */
export interface EndingCommand extends QueuedCommand {
  endsAt: Date;
}

const JUDGED = ['new', 'replace'] as const;
type Kind = (typeof JUDGED)[number];

/**
 * Orders of a link with a queued new order or replace, page by page; cancels are always allowed.
 */
export abstract class QueuedOrders {
  /** Whether any order of any link is queued. */
  abstract isAny(): Promise<boolean>;
  /** In the order of their requests. */
  abstract requested(
    link: string,
    kinds: readonly Kind[],
    before: Date,
    after: QueuedCommand | null,
    limit: number,
  ): Promise<QueuedCommand[]>;
  /** Those whose good-till instant has passed, and those that trade at once or never. */
  abstract ended(
    link: string,
    now: Date,
    after: EndingCommand | null,
    limit: number,
  ): Promise<EndingCommand[]>;
}

/** What decides about many orders at the same moment. */
export interface Occasions {
  settings: Pick<LeasedRiskSettings, 'version' | 'isEmpty'>;
  hours: Pick<MarketHours, 'phasesAt'>;
  /** Instruments expire with a day. */
  day: () => Pick<MarketDay, 'date'>;
}

/** A younger one is judged by whoever is about to send it. */
const GRACE_MS = 1_000;
const JUDGED_AT_ONCE = 500;
/** At most this many per run are judged because of prices and fills, and all of them this often. */
const WALKED_AT_ONCE = 200;
const WALK_EVERY_MS = 60_000;

/** A walk through all that is queued, which goes on in the next run. */
interface Walk {
  links: string[];
  before: Date;
  after: QueuedCommand | null;
}

/**
 * Ends queued orders that may no longer be sent, even while their session has no room in its rate
 * limits or its link is down: all of them when limits, switches, a phase of a market or the day
 * changed, and each one when its time is over. Losses of the day, prices and positions change all
 * the time: for their sake all are judged one after another, some in each run.
 */
export class JudgeWaiting {
  private judged: string | null = null;
  private walk: Walk | null = null;
  private walkedAt = -Infinity;

  constructor(
    private readonly queued: QueuedOrders,
    private readonly links: ExecutionLinks,
    private readonly send: Pick<SendCommands, 'endForbidden'>,
    private readonly occasions: Occasions,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    if (!(await this.queued.isAny())) return;
    const now = this.clock.now();
    const links = [...new Map(this.links.all.map((link) => [link.name, link])).values()];
    const occasion = this.occasion(now);
    if (occasion === this.judged) {
      for (const link of links) await this.judgeDue(link, now);
      return this.walkOn(links, now);
    }
    for (const link of links) await this.judgeAll(link, now);
    this.judged = occasion;
    this.walk = null;
    this.walkedAt = now.getTime();
  }

  private occasion(now: Date): string {
    const { settings, hours, day } = this.occasions;
    return `${settings.version} ${day().date} ${hours.phasesAt(now)}`;
  }

  private judgeAll({ name }: ExecutionLink, now: Date): Promise<void> {
    const before = earlier(now, GRACE_MS);
    return this.judgePages((after: QueuedCommand | null) =>
      this.queued.requested(name, JUDGED, before, after, JUDGED_AT_ONCE),
    );
  }

  private async judgeDue({ name, newOrderMaxWaitMs }: ExecutionLink, now: Date): Promise<void> {
    const before = earlier(now, Math.max(newOrderMaxWaitMs, GRACE_MS));
    await this.judgePages((after: QueuedCommand | null) =>
      this.queued.requested(name, ['new'], before, after, JUDGED_AT_ONCE),
    );
    await this.judgePages((after: EndingCommand | null) =>
      this.queued.ended(name, earlier(now, GRACE_MS), after, JUDGED_AT_ONCE),
    );
  }

  /** Without limits and switches, nothing but time and the day ends an order. */
  private async walkOn(links: readonly ExecutionLink[], now: Date): Promise<void> {
    if (this.occasions.settings.isEmpty) return;
    if (!this.walk && now.getTime() - this.walkedAt < WALK_EVERY_MS) return;
    this.walk ??= {
      links: links.map(({ name }) => name),
      before: earlier(now, GRACE_MS),
      after: null,
    };
    const { walk } = this;
    let left = WALKED_AT_ONCE;
    while (left > 0 && walk.links.length > 0) {
      const [link] = walk.links;
      const page = await this.queued.requested(link, JUDGED, walk.before, walk.after, left);
      await this.judge(page);
      walk.after = page.at(-1) ?? null;
      if (page.length < left) {
        walk.links.shift();
        walk.after = null;
      }
      left -= page.length;
    }
    if (walk.links.length > 0) return;
    this.walk = null;
    this.walkedAt = now.getTime();
  }

  private async judgePages<T extends QueuedCommand>(
    pageAfter: (last: T | null) => Promise<T[]>,
  ): Promise<void> {
    let last: T | null = null;
    do {
      const page: T[] = await pageAfter(last);
      await this.judge(page);
      last = page.length < JUDGED_AT_ONCE ? null : page[page.length - 1];
    } while (last);
  }

  private async judge(commands: readonly QueuedCommand[]): Promise<void> {
    await Promise.all(
      commands.map(({ orderId }) =>
        unlessUnreadable(() => this.send.endForbidden(orderId), undefined),
      ),
    );
  }
}

const earlier = (at: Date, ms: number): Date => new Date(at.getTime() - ms);
