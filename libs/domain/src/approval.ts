import type { Command, Order } from './order';

/**
 * Who lets a held request go on: a second person, or, for an order that was only staged, anybody who
 * may enter orders of its account.
 */
export type ApprovalKind = 'secondPerson' | 'release';

/** Why a request is held, and until when, as the event that brings it in says it. */
export interface ApprovalDemand {
  kind: ApprovalKind;
  /** What it is held for, in words. */
  rules: string[];
  expiresAt: Date;
}

/** What a held request waits for. */
export interface Approval extends ApprovalDemand {
  requestedAt: Date;
  /** Whose request it is: this one cannot give the approval of a second person. */
  by: string | null;
}

/** A new order or a replace that is not sent before somebody lets it go on. */
export type HeldCommand = Command & { delivery: { state: 'held' } };

export const isHeld = (command: Command): command is HeldCommand =>
  command.delivery.state === 'held';

/** The held request of this id, which is its ClOrdID on the link; undefined if there is none. */
export const heldCommand = (order: Order, clOrdId: string): HeldCommand | undefined =>
  order.commands.filter(isHeld).find((command) => command.clOrdId === clOrdId);

/** The new order while it is held; undefined once it went on. */
export const heldPlacement = (order: Order): HeldCommand | undefined =>
  order.commands.filter(isHeld).find(({ kind }) => kind === 'new');
