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
import { type CheckedRequest, newRequest, replaceRequest } from '../risk/checked-request';
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
    if (isPart(order) || !(entry.staged || this.demands.mayConcern(order))) {
      return this.limits.newOrder(order);
    }
    return this.heldOrder(order, entry);
  }

  /** Whether a new order is staged, or held for a second person: what it meets then is not known. */
  async waits(order: NewOrder, { staged, isManual }: Entry): Promise<boolean> {
    if (isPart(order) || staged) return staged;
    return this.isHeld(order, newRequest(order), isManual);
  }

  /** The same of a replace; one of an order that waits goes nowhere either. */
  async replaceWaits(order: Order, request: ReplaceRequested, isManual: boolean): Promise<boolean> {
    if (heldPlacement(order)) return true;
    const asked = { ...order, ...termsOf(request) };
    const raises = raisesExposure(order, projectedTerms(order), request);
    return raises && this.isHeld(asked, replaceRequest(order, request, order.orderId), isManual);
  }

  mayHold(order: Pick<OrderIdentity, 'account' | 'userId'>): boolean {
    return this.demands.mayConcern(order);
  }

  /** Whether a basket waits: where a rule holds one of its legs, all of it does. */
  async basket(
    legs: readonly (OrderIdentity & OrderTerms)[],
    isManual: boolean,
  ): Promise<ApprovalDemand | null> {
    const held: HeldLeg[] = [];
    for (const [index, leg] of legs.entries()) {
      const ofLeg = await this.demands.reasons(leg, isManual);
      const reasons = ofLeg.map((reason) => `leg ${index + 1}: ${reason}`);
      if (reasons.length > 0) held.push({ reasons, request: newRequest(leg) });
    }
    const opening = await this.opening(held);
    if (opening.length === 0) return null;
    return this.demands.secondPerson(
      legs[0],
      opening.flatMap(({ reasons }) => reasons),
    );
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
    const refusal = await this.limits.replace(order, request, key);
    return refusal ?? this.demandFor(asked, replaceRequest(order, request, key), reasons);
  }

  /** Whether a staged order that is released waits for a second person. */
  async release(order: Order, isManual: boolean): Promise<ApprovalDemand | null> {
    if (!this.demands.mayConcern(order)) return null;
    const reasons = await this.demands.reasons(order, isManual);
    return this.demandFor(order, newRequest(order), reasons);
  }

  private async heldOrder(order: NewOrder, entry: Entry): Promise<EntryVerdict> {
    if (entry.staged) {
      return (await this.limits.newOrder(order)) ?? this.demands.release(order, entry.isManual);
    }
    const reasons = await this.demands.reasons(order, entry.isManual);
    const refusal = await this.limits.newOrder(order);
    return refusal ?? this.demandFor(order, newRequest(order), reasons);
  }

  private async isHeld(
    order: OrderIdentity & OrderTerms,
    request: CheckedRequest,
    isManual: boolean,
  ): Promise<boolean> {
    if (!this.demands.mayConcern(order)) return false;
    const reasons = await this.demands.reasons(order, isManual);
    return reasons.length > 0 && !(await this.limits.mayReduce(request));
  }

  /** Comes after the limits: what they refuse must not hold a part of the position. */
  private async demandFor(
    order: OrderIdentity & OrderTerms,
    request: CheckedRequest,
    reasons: string[],
  ): Promise<ApprovalDemand | null> {
    const isFree = reasons.length === 0 || (await this.limits.onlyReduces(request));
    return isFree ? null : this.demands.secondPerson(order, reasons);
  }

  /**
   * Legs that do more than reduce a position. Only if there are none, all hold their parts of
   * positions: a basket that waits must not keep other orders from closing them.
   */
  private async opening(held: readonly HeldLeg[]): Promise<HeldLeg[]> {
    const certain: HeldLeg[] = [];
    for (const leg of held) {
      if (!(await this.limits.mayReduce(leg.request))) certain.push(leg);
    }
    if (certain.length > 0) return certain;
    const holding: CheckedRequest[] = [];
    for (const leg of held) {
      if (await this.limits.onlyReduces(leg.request)) holding.push(leg.request);
      else certain.push(leg);
    }
    // Two legs may close the same position, which is large enough for one of them.
    if (certain.length > 0) await this.limits.giveBack(holding);
    return certain;
  }
}

/** Who approved a sliced order or a basket approved what is placed for it. */
const isPart = ({ parentOrderId, basketId }: OrderIdentity): boolean =>
  parentOrderId !== null || basketId !== null;

/** A leg that rules hold unless it only reduces a position. */
interface HeldLeg {
  reasons: string[];
  request: CheckedRequest;
}

const termsOf = ({ orderQty, price, stopPrice }: ReplaceRequested) => ({
  orderQty,
  price,
  stopPrice,
});
