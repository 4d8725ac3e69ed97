import { type Basket, type Refusal, refuse, RefusalCode } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { BasketWriter } from './basket-writer';

export interface CancelBasketCommand {
  text: string | null;
  /** Whether what is filled is closed, too. */
  unwind: boolean;
}

/** Stops a basket: it competes with the start of the next stage for the same place. */
export class CancelBasket {
  constructor(private readonly writer: BasketWriter) {}

  /** A basket that is being stopped stays so; at most, it is to be unwound as well from here on. */
  async execute(
    basketId: string,
    { text, unwind }: CancelBasketCommand,
    origin: Origin,
  ): Promise<{ basket: Basket } | Refusal> {
    const stopped = await this.writer.attempt(basketId, (basket) =>
      this.stop(basket, { text, unwind }, origin),
    );
    return stopped ?? refuse(RefusalCode.BasketNotFound);
  }

  /** Null where another event took the place. */
  private async stop(
    basket: Basket,
    { text, unwind }: CancelBasketCommand,
    origin: Origin,
  ): Promise<{ basket: Basket } | Refusal | null> {
    if (basket.stop && (basket.stop.unwind || !unwind)) return { basket };
    if (basket.ended) return refuse(RefusalCode.BasketEnded);
    const stopped = await this.writer.record(
      basket.basketId,
      basket,
      { type: 'BasketStopped', reason: 'CANCELED', text: text ?? 'Canceled', unwind },
      origin,
    );
    return stopped && { basket: stopped };
  }
}
