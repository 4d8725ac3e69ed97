import {
  type Approval,
  type Basket,
  type BasketFact,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { BasketWriter } from '../baskets/basket-writer';
import type { Clock } from '../clock-and-ids';
import type { Origin } from '../order-writer';

export type DecidedBasket = { basket: Basket } | Refusal;

/** Lets baskets that wait begin, or ends them. Their legs are judged as they are placed. */
export class DecideBaskets {
  constructor(
    private readonly writer: BasketWriter,
    private readonly clock: Clock,
  ) {}

  approve(basketId: string, text: string | null, origin: Origin): Promise<DecidedBasket> {
    return this.decide(basketId, origin, ({ by, expiresAt }) => {
      if (by === origin.by) return refuse(RefusalCode.OwnRequest);
      if (this.clock.now() >= expiresAt) return refuse(RefusalCode.ApprovalExpired);
      return { type: 'BasketApproved', text };
    });
  }

  reject(basketId: string, reason: string, origin: Origin): Promise<DecidedBasket> {
    const text = `Not approved: ${reason}`;
    return this.decide(basketId, origin, () => ({
      type: 'BasketStopped',
      reason: 'NOT_APPROVED',
      text,
      unwind: false,
    }));
  }

  private async decide(
    basketId: string,
    origin: Origin,
    decision: (approval: Approval) => BasketFact | Refusal,
  ): Promise<DecidedBasket> {
    const decided = await this.writer.attempt<DecidedBasket>(basketId, async (basket) => {
      if (!basket.approval || basket.stop) return refuse(RefusalCode.NotAwaitingApproval);
      const fact = decision(basket.approval);
      if ('refused' in fact) return fact;
      const recorded = await this.writer.record(basketId, basket, fact, origin);
      return recorded && { basket: recorded };
    });
    return decided ?? refuse(RefusalCode.BasketNotFound);
  }
}
