import type { KillSwitchRequest } from '@ome/contracts';
import {
  type Entitlement,
  isEntitledToAccount,
  isEntitledToUser,
  type KillSwitch,
  type KillSwitchKey,
  type KillSwitchMode,
  KillSwitchScope,
  type Refusal,
} from '@ome/domain';
import type { ChangeOrigin, Origin, RiskControls } from '@ome/engine';
import { invalid } from './invalid-request';
import { NotEntitled, requireAccount, requireEverything } from './not-entitled';

/** Pulls and releases kill switches, from any entry point. */
export class KillSwitches {
  constructor(private readonly controls: RiskControls) {}

  /** @throws InvalidRequest, and NotEntitled */
  pull(within: Entitlement, request: KillSwitchRequest, origin: Origin): Promise<KillSwitch> {
    const { scope, id, mode, reason } = request;
    const key = keyWithin(within, scope as KillSwitchScope, id ?? null);
    const wanted = { mode: (mode as KillSwitchMode | undefined) ?? null, reason };
    return this.controls.pull(key, wanted, origin);
  }

  /**
   * @returns false if the switch was not pulled
   * @throws InvalidRequest, and NotEntitled
   */
  release(
    within: Entitlement,
    { scope = KillSwitchScope.Engine, id = null }: Partial<KillSwitchKey>,
    origin: ChangeOrigin,
  ): Promise<boolean | Refusal> {
    return this.controls.release(keyWithin(within, scope, id), origin);
  }
}

export function maySeeSwitch(within: Entitlement, { scope, id }: KillSwitchKey): boolean {
  switch (scope) {
    case KillSwitchScope.Engine:
      return true;
    case KillSwitchScope.Account:
      return isEntitledToAccount(within, id!);
    case KillSwitchScope.User:
      return isEntitledToUser(within, id!);
  }
}

/** @throws NotEntitled if the switch would also stop others */
function keyWithin(within: Entitlement, scope: KillSwitchScope, id: string | null): KillSwitchKey {
  if (scope === KillSwitchScope.Engine) {
    if (id !== null) throw invalid('id', 'must be left out for the whole engine');
    requireEverything(within);
    return { scope, id };
  }
  if (id === null) throw invalid('id', `must name the ${scope}`);
  if (scope === KillSwitchScope.Account) requireAccount(within, id);
  else if (!isEntitledToUser(within, id)) {
    throw new NotEntitled(`The API key is not for user ${id} in every account`);
  }
  return { scope, id };
}
