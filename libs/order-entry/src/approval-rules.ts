import type { ApprovalRulesRequest, DecimalInput } from '@ome/contracts';
import {
  type ApprovalScope,
  type Entitlement,
  isEntitledToAccount,
  isEntitledToUser,
  type Refusal,
} from '@ome/domain';
import type { ApprovalRuleChanges, ChangeOrigin, RiskControls } from '@ome/engine';
import { positive } from './field-rules';
import { invalid } from './invalid-request';
import { NotEntitled, requireAccount, requireEverything } from './not-entitled';

/** Sets the rules by which orders wait for a second person, from any entry point. */
export class ApprovalRuleEntry {
  constructor(private readonly controls: RiskControls) {}

  /**
   * @returns the scope whose rules changed
   * @throws InvalidRequest, and NotEntitled
   */
  async set(
    within: Entitlement,
    request: ApprovalRulesRequest,
    origin: ChangeOrigin,
  ): Promise<ApprovalScope | Refusal> {
    const { account = null, userId = null, version = null } = request;
    const scope = scopeWithin(within, { account, userId });
    return (await this.controls.setApprovals(scope, changesOf(request), version, origin)) ?? scope;
  }
}

export const maySeeApprovalRules = (
  within: Entitlement,
  { account, userId }: ApprovalScope,
): boolean =>
  (account === null || isEntitledToAccount(within, account)) &&
  (userId === null || isEntitledToUser(within, userId));

/** @throws NotEntitled if the rules would concern others as well */
function scopeWithin(within: Entitlement, scope: ApprovalScope): ApprovalScope {
  const { account, userId } = scope;
  if (account !== null && userId !== null) throw invalid('userId', 'must be left out with account');
  if (account !== null) requireAccount(within, account);
  else if (userId === null) requireEverything(within);
  else if (!isEntitledToUser(within, userId)) {
    throw new NotEntitled(`The API key is not for user ${userId} in every account`);
  }
  return scope;
}

/** @throws InvalidRequest if no rule is given */
function changesOf(request: ApprovalRulesRequest): ApprovalRuleChanges {
  const { account: _account, userId: _userId, version: _version, ...rules } = request;
  const { aboveValue, aboveQuantity, ...others } = rules;
  const amounts = Object.entries({ aboveValue, aboveQuantity })
    .filter(([, value]) => value !== undefined)
    .map(([rule, value]) => [rule, value === null ? null : positive(rule, value as DecimalInput)]);
  const named = Object.entries(others).filter(([, value]) => value !== undefined);
  if (amounts.length + named.length === 0) throw invalid('body', 'must contain a rule');
  return Object.fromEntries([...amounts, ...named]) as ApprovalRuleChanges;
}
