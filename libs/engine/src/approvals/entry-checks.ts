import {
  type ApprovalDemand,
  heldPlacement,
  type NewOrder,
  type Order,
  type OrderIdentity,
  type OrderTerms,
  projectedTerms,
  raisesExposure,
  type Refusal,
  type ReplaceRequested,
} from '@ome/domain';
import type { PreTradeChecks } from '../risk/pre-trade-checks';
import { newRequest, replaceRequest } from '../risk/checked-request';
import type { ApprovalDemands } from './approval-demands';

/** How a new order was entered, where that decides whether it is sent at once. */
export interface Entry {
  /** It waits until a trader releases it. */
  staged: boolean;
  /** A person entered it. */
  isManual: boolean;
}

/** Refused; or held for somebody; or null if it goes on. */
export type EntryVerdict = Refusal | ApprovalDemand | null;

/**
 * What a request is checked for before it is journalled: limits and switches, and whether somebody
 * is to look at it first. Cancels, and what only reduces a position, are never held.
 */
export class EntryChecks {
  constructor(
    readonly limits: PreTradeChecks,
    private readonly demands: ApprovalDemands,
  ) {}

  /** Synchronous where neither limits nor rules concern the order. */
  newOrder(order: NewOrder, entry: Entry): EntryVerdict | Promise<EntryVerdict> {
    // Who approved a sliced order or a basket approved what is placed for it.
    const isPart = order.parentOrderId !== null || order.basketId !== null;
    if (isPart || !(entry.staged || this.demands.mayConcern(order))) {
      return this.limits.newOrder(order);
    }
    return this.heldOrder(order, entry);
  }

  mayHold(order: Pick<OrderIdentity, 'account' | 'userId'>): boolean {
    return this.demands.mayConcern(order);
  }

  /** Whether a basket waits: where a rule holds one of its legs, all of it does. */
  async basket(
    legs: readonly (OrderIdentity & OrderTerms)[],
    isManual: boolean,
  ): Promise<ApprovalDemand | null> {
    const reasons: string[] = [];
    for (const [index, leg] of legs.entries()) {
      const ofLeg = await this.demands.reasons(leg, isManual);
      const isFree = ofLeg.length === 0 || (await this.limits.onlyReduces(newRequest(leg)));
      if (!isFree) reasons.push(...ofLeg.map((reason) => `leg ${index + 1}: ${reason}`));
    }
    return reasons.length === 0 ? null : this.demands.secondPerson(legs[0], reasons);
  }

  /** @param key the same for every attempt at the request */
  async replace(
    order: Order,
    request: ReplaceRequested,
    key: string,
    isManual: boolean,
  ): Promise<EntryVerdict> {
    const asked = { ...order, ...termsOf(request) };
    // A staged order is judged when it is released.
    const isJudged =
      this.demands.mayConcern(order) &&
      !heldPlacement(order) &&
      raisesExposure(order, projectedTerms(order), request);
    const reasons = isJudged ? await this.demands.reasons(asked, isManual) : [];
    if (reasons.length === 0) return this.limits.replace(order, request, key);
    const reduces = await this.limits.onlyReduces(replaceRequest(order, request, key));
    const refusal = await this.limits.replace(order, request, key);
    return refusal || reduces ? refusal : this.demands.secondPerson(asked, reasons);
  }

  /** Whether a staged order that is released waits for a second person. */
  async release(order: Order, isManual: boolean): Promise<ApprovalDemand | null> {
    if (!this.demands.mayConcern(order)) return null;
    const reasons = await this.demands.reasons(order, isManual);
    if (reasons.length === 0 || (await this.limits.onlyReduces(newRequest(order)))) return null;
    return this.demands.secondPerson(order, reasons);
  }

  private async heldOrder(order: NewOrder, entry: Entry): Promise<EntryVerdict> {
    if (entry.staged) {
      return (await this.limits.newOrder(order)) ?? this.demands.release(order, entry.isManual);
    }
    const reasons = await this.demands.reasons(order, entry.isManual);
    const isFree = reasons.length === 0 || (await this.limits.onlyReduces(newRequest(order)));
    const refusal = await this.limits.newOrder(order);
    return refusal || isFree ? refusal : this.demands.secondPerson(order, reasons);
  }
}

const termsOf = ({ orderQty, price, stopPrice }: ReplaceRequested) => ({
  orderQty,
  price,
  stopPrice,
});
