import { Inject, Injectable } from '@nestjs/common';
import type { PendingChangeView, TwoPersonsChange } from '@ome/contracts';
import { type Entitlement, type Refusal, refuse, RefusalCode } from '@ome/domain';
import { Clock, Ids, type Origin } from '@ome/engine';
import { type PendingChange, PendingChangeStore } from '@ome/persistence';
import { SETTINGS, type Settings } from '@ome/platform';

type Group = NonNullable<Settings['TWO_PERSONS_FOR']>[number];

/** What `TWO_PERSONS_FOR` names, by the changes that it means. */
const GROUPS: Readonly<Record<TwoPersonsChange, Group>> = {
  'risk.limits.set': 'limits',
  'risk.limits.remove': 'limits',
  'approvals.rules.set': 'approval-rules',
  'risk.killSwitch.release': 'kill-switch',
  'keys.create': 'keys',
  'fix.sessions.set': 'fix-sessions',
  'fix.sessions.remove': 'fix-sessions',
  'fix.sessions.reset': 'fix-sessions',
};

/** Changes of settings that wait for a second person, where the setting says so. */
@Injectable()
export class TwoPersons {
  constructor(
    private readonly store: PendingChangeStore,
    private readonly ids: Ids,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Keeps a change until somebody else approves it.
   *
   * @returns null if it takes one person: the caller makes the change
   */
  async hold(
    action: TwoPersonsChange,
    request: object,
    { accounts, users }: Entitlement,
    { by }: Origin,
  ): Promise<PendingChangeView | null> {
    if (!this.settings.TWO_PERSONS_FOR?.includes(GROUPS[action])) return null;
    const at = this.clock.now();
    const change: PendingChange = {
      id: this.ids.next(),
      action,
      request: { ...request },
      accounts: accounts && [...accounts],
      users: users && [...users],
      by,
      at,
      expiresAt: new Date(at.getTime() + this.settings.APPROVAL_MAX_WAIT_MS),
      state: 'pending',
      decidedBy: null,
    };
    await this.store.add(change);
    return pendingChangeView(change);
  }

  async list(limit: number): Promise<PendingChangeView[]> {
    return (await this.store.pending(this.clock.now(), limit)).map(pendingChangeView);
  }

  /** A change that this caller may approve. */
  async approvable(id: string, { by }: Origin): Promise<PendingChange | Refusal> {
    const change = await this.store.find(id);
    if (change?.state !== 'pending') return refuse(RefusalCode.NotAwaitingApproval);
    if (change.by === by) return refuse(RefusalCode.OwnRequest);
    if (this.clock.now() >= change.expiresAt) return refuse(RefusalCode.ApprovalExpired);
    return change;
  }

  async rejected(id: string, { by }: Origin): Promise<PendingChange | Refusal> {
    const change = await this.store.find(id);
    const isFirst = change !== null && (await this.store.reject(id, by));
    return isFirst ? change : refuse(RefusalCode.NotAwaitingApproval);
  }
}

/** Without the hash of a key that is to be created. */
export function pendingChangeView(change: PendingChange): PendingChangeView {
  const { id, action, by, at, expiresAt } = change;
  const { hash: _hash, ...request } = change.request as { hash?: string };
  return {
    id,
    action: action as TwoPersonsChange,
    request,
    by,
    at: at.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
