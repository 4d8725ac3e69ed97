import type { OrderIdentity } from '../requested-order';
import { type Refusal, refuse, RefusalCode } from '../refusal';

export enum KillSwitchScope {
  Engine = 'engine',
  Account = 'account',
  User = 'user',
}

/** What a switch refuses. Cancels pass, and so do replaces that raise nothing. */
export enum KillSwitchMode {
  /** Orders that only reduce a position pass: anybody can close their position. */
  BlockNew = 'block-new',
  BlockAll = 'block-all',
}

/** An active kill switch: whose orders it refuses, who set it and why. */
export interface KillSwitch {
  scope: KillSwitchScope;
  /** The account or user; null if the whole engine is stopped. */
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

/** The switch that applies to an order; of several, one that blocks all. */
export function stoppedBy(
  switches: readonly KillSwitch[],
  order: Pick<OrderIdentity, 'account' | 'userId'>,
): KillSwitch | null {
  const pulled = switches.filter((each) => stops(each, order));
  return pulled.find(({ mode }) => mode === KillSwitchMode.BlockAll) ?? pulled[0] ?? null;
}

/** The refusal of an order, with the reason given for the switch. */
export const stopRefusal = (pulled: KillSwitch): Refusal =>
  refuse(RefusalCode.TradingStopped, stopText(pulled));

export function stopText({ scope, id, reason, by, at }: KillSwitch): string {
  const whose = scope === KillSwitchScope.Engine ? 'the whole engine' : `${scope} ${id}`;
  const who = by === null ? 'without a key' : `by ${by}`;
  return `Trading is stopped for ${whose}, ${who} at ${at.toISOString()}: ${reason}`;
}
