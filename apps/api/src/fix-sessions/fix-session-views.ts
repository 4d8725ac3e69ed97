import { Inject, Injectable } from '@nestjs/common';
import type {
  FixMessageView,
  FixSessionState,
  FixSessionStatusView,
  FixSessionView,
  Page,
} from '@ome/contracts';
import { dictionaryOf, readableFields } from '@ome/fix';
import {
  decodeCursor,
  encodeCursor,
  type FixSessionStatus,
  FixSessionStatusStore,
  FixSessionStore,
  type LoggedMessage,
  type StoredFixSession,
} from '@ome/persistence';
import { isOpenForFix, SETTINGS, type Settings } from '@ome/platform';

/** A session without a report for this long is served by nobody. */
const FRESH_MS = 15_000;

const NUMBER = /^\d{1,15}$/;

/** What people see of FIX sessions. */
@Injectable()
export class FixSessionViews {
  private readonly isOpen: boolean;

  constructor(
    private readonly sessions: FixSessionStore,
    private readonly statuses: FixSessionStatusStore,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.isOpen = isOpenForFix(settings);
  }

  /** With those of development, where there are any. */
  find(compId: string): Promise<StoredFixSession | null> {
    return this.sessions.find(compId, this.isOpen);
  }

  async all(): Promise<FixSessionView[]> {
    const [sessions, statuses] = await Promise.all([
      this.sessions.list(this.isOpen),
      this.statuses.all(),
    ]);
    return Promise.all(
      sessions.map((session) => this.view(session, statuses.get(session.compId) ?? null)),
    );
  }

  async one(session: StoredFixSession): Promise<FixSessionView> {
    return this.view(session, await this.statuses.find(session.compId));
  }

  /** The newest first. */
  async messages(
    session: StoredFixSession,
    cursor: string | null,
    limit: number,
  ): Promise<Page<FixMessageView>> {
    const [n, seq] = cursor === null ? [] : decodeCursor(cursor, NUMBER, NUMBER).map(Number);
    const before = n === undefined ? null : { n, seq };
    const page = await this.sessions.logOf(session).page(before, limit);
    const last = page.length === limit ? page.at(-1)! : null;
    return {
      items: page.map((message) => messageView(session, message)),
      nextCursor: last && encodeCursor(`${last.n}`, `${last.seq}`),
    };
  }

  private async view(
    session: StoredFixSession,
    status: FixSessionStatus | null,
  ): Promise<FixSessionView> {
    const { revision: _, ...shown } = session;
    const { nextIn, nextOut } = await this.sessions.logOf(session).state();
    return { ...shown, nextIn, nextOut, status: statusView(session, status) };
  }
}

function messageView(
  { version }: StoredFixSession,
  { seq, at, type, header, body }: LoggedMessage,
): FixMessageView {
  const dictionary = dictionaryOf(version);
  const before = header.map(([tag, value]) => `${tag}=${value}\x01`).join('');
  return {
    seq,
    at: at.toISOString(),
    type,
    name: dictionary.message(type)?.name ?? null,
    fields: readableFields(dictionary, before + body),
  };
}

function statusView(
  { enabled }: StoredFixSession,
  status: FixSessionStatus | null,
): FixSessionStatusView {
  const { lastEnd = null, lastOut = 0, writtenOut = 0 } = status ?? {};
  return {
    state: stateOf(enabled, status),
    since: status?.since.toISOString() ?? null,
    process: status?.process ?? null,
    heardAt: status?.heardAt?.toISOString() ?? null,
    queuedOut: Math.max(0, lastOut - writtenOut),
    lastEnd: lastEnd && { at: lastEnd.at.toISOString(), text: lastEnd.text },
    reportedAt: status?.reportedAt.toISOString() ?? null,
  };
}

function stateOf(enabled: boolean, status: FixSessionStatus | null): FixSessionState {
  if (!enabled) return 'disabled';
  if (!status || status.reportedAt.getTime() < Date.now() - FRESH_MS) return 'unserved';
  if (status.isLoggedOn) return 'loggedOn';
  return status.isOpen ? 'loggedOut' : 'closed';
}
