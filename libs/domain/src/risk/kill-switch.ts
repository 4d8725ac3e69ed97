import type { OrderIdentity } from '../order';
import { type Refusal, refuse, RefusalCode } from '../refusal';

export enum KillSwitchScope {
  Engine = 'engine',
  Account = 'account',
  User = 'user',
}

/** A switch that was pulled: whose orders are refused, by whom and why. */
export interface KillSwitch {
  scope: KillSwitchScope;
  /** The account or user; null where the engine is stopped. */
  id: string | null;
  reason: string;
  /** The API key; null for a request that needed none. */
  by: string | null;
  at: Date;
}

export type KillSwitchKey = Pick<KillSwitch, 'scope' | 'id'>;

const stops = ({ scope, id }: KillSwitchKey, order: Pick<OrderIdentity, 'account' | 'userId'>) => {
  switch (scope) {
    case KillSwitchScope.Engine:
      return true;
    case KillSwitchScope.Account:
      return order.account === id;
    case KillSwitchScope.User:
      return order.userId === id;
  }
};

/** Why an order may not be taken, in the words of whoever pulled the switch. */
export function stoppedBy(
  switches: readonly KillSwitch[],
  order: Pick<OrderIdentity, 'account' | 'userId'>,
): Refusal | null {
  const pulled = switches.find((each) => stops(each, order));
  return pulled ? refuse(RefusalCode.TradingStopped, stopText(pulled)) : null;
}

export function stopText({ scope, id, reason, by, at }: KillSwitch): string {
  const whose = scope === KillSwitchScope.Engine ? 'the whole engine' : `${scope} ${id}`;
  const who = by === null ? 'without a key' : `by ${by}`;
  return `Trading is stopped for ${whose}, ${who} at ${at.toISOString()}: ${reason}`;
}
