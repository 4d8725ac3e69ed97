import type { OrderIdentity } from '../order';
import { type Refusal, refuse, RefusalCode } from '../refusal';

export enum KillSwitchScope {
  Engine = 'engine',
  Account = 'account',
  User = 'user',
}

/** What a switch refuses. Cancels pass, and replaces that raise nothing. */
export enum KillSwitchMode {
  /** Orders that only reduce a position pass: nobody is kept from getting out. */
  BlockNew = 'block-new',
  BlockAll = 'block-all',
}

/** A switch that was pulled: whose orders are refused, by whom and why. */
export interface KillSwitch {
  scope: KillSwitchScope;
  /** The account or user; null where the engine is stopped. */
  id: string | null;
  mode: KillSwitchMode;
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

/** The switch that stands against an order; of several one that blocks all. */
export function stoppedBy(
  switches: readonly KillSwitch[],
  order: Pick<OrderIdentity, 'account' | 'userId'>,
): KillSwitch | null {
  const pulled = switches.filter((each) => stops(each, order));
  return pulled.find(({ mode }) => mode === KillSwitchMode.BlockAll) ?? pulled[0] ?? null;
}

/** Why an order may not be taken, in the words of whoever pulled the switch. */
export const stopRefusal = (pulled: KillSwitch): Refusal =>
  refuse(RefusalCode.TradingStopped, stopText(pulled));

export function stopText({ scope, id, reason, by, at }: KillSwitch): string {
  const whose = scope === KillSwitchScope.Engine ? 'the whole engine' : `${scope} ${id}`;
  const who = by === null ? 'without a key' : `by ${by}`;
  return `Trading is stopped for ${whose}, ${who} at ${at.toISOString()}: ${reason}`;
}
