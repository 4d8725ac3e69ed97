import {
  type Entitlement,
  isEntitledToAccount,
  isEntitledToUser,
  type KillSwitchKey,
  KillSwitchScope,
  type LimitScope,
} from '@ome/domain';
import { requireAccount } from '@ome/order-entry';
import { ForbiddenException } from '@nestjs/common';
import { requireEverything } from '../auth/api-key.guard';

/** Everybody may see settings that apply to everybody. */
export function mayHearOf(within: Entitlement, of: LimitScope | KillSwitchKey): boolean {
  if ('account' in of) return of.account === null || isEntitledToAccount(within, of.account);
  switch (of.scope) {
    case KillSwitchScope.Engine:
      return true;
    case KillSwitchScope.Account:
      return isEntitledToAccount(within, of.id!);
    case KillSwitchScope.User:
      return isEntitledToUser(within, of.id!);
  }
}

/** @throws ForbiddenException or NotEntitled if the switch would also stop others */
export function requireSwitch(within: Entitlement, { scope, id }: KillSwitchKey): void {
  if (scope === KillSwitchScope.Engine) return requireEverything(within);
  if (scope === KillSwitchScope.Account) return requireAccount(within, id!);
  if (isEntitledToUser(within, id!)) return;
  throw new ForbiddenException(`The API key is not for user ${id} in every account`);
}

/** @throws ForbiddenException or NotEntitled if the limits would also apply to others */
export function requireLimits(within: Entitlement, { account }: LimitScope): void {
  if (account === null) requireEverything(within);
  else requireAccount(within, account);
}
