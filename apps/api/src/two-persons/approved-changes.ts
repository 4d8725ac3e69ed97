import { Injectable } from '@nestjs/common';
import type {
  ApprovalRulesRequest,
  RemoveLimitsRequest,
  RiskLimitsRequest,
  TwoPersonsChange,
} from '@ome/contracts';
import { refuse, RefusalCode } from '@ome/domain';
import type { ChangeApproval, ChangeOrigin, Origin } from '@ome/engine';
import { ApprovalRuleEntry, KillSwitches, RiskLimitEntry } from '@ome/order-entry';
import {
  type AddedApiKey,
  ApiKeyStore,
  FixSessionStore,
  type PendingChange,
  type StoredFixSession,
} from '@ome/persistence';
import { orRefuse } from '../problems/refused';

/**
 * Makes changes that a second person approves, as the maker and within what the maker may do. The
 * write that makes one decides on it: whatever dies, it is made and approved, or waits.
 */
@Injectable()
export class ApprovedChanges {
  constructor(
    private readonly limits: RiskLimitEntry,
    private readonly rules: ApprovalRuleEntry,
    private readonly killSwitches: KillSwitches,
    private readonly keys: ApiKeyStore,
    private readonly fixSessions: FixSessionStore,
  ) {}

  async make(change: PendingChange, approver: Origin): Promise<void> {
    const { request, accounts, users, by } = change;
    const within = { accounts, users };
    const approval: ChangeApproval = { changeId: change.id, by: approver.by };
    const origin: ChangeOrigin = { by, requestId: approver.requestId, approval };
    switch (change.action as TwoPersonsChange) {
      case 'risk.limits.set':
        orRefuse(await this.limits.set(within, request as RiskLimitsRequest, origin));
        return;
      case 'risk.limits.remove':
        orRefuse(await this.limits.remove(within, request as RemoveLimitsRequest, origin));
        return;
      case 'approvals.rules.set':
        orRefuse(await this.rules.set(within, request as ApprovalRulesRequest, origin));
        return;
      case 'risk.killSwitch.release':
        orRefuse(await this.killSwitches.release(within, request, origin));
        return;
      case 'keys.create':
        decided(await this.keys.addApproved(request as AddedApiKey, approval));
        return;
      case 'fix.sessions.set':
        decided(await this.fixSessions.put(request as StoredFixSession, approval));
        return;
      case 'fix.sessions.remove':
        decided(await this.fixSessions.remove((request as StoredFixSession).compId, approval));
        return;
      case 'fix.sessions.reset':
        decided(await this.fixSessions.reset(request as StoredFixSession, approval));
    }
  }
}

/** @throws if somebody decided before */
function decided(isFirst: boolean): void {
  if (!isFirst) orRefuse(refuse(RefusalCode.NotAwaitingApproval));
}
