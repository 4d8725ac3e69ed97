import { type Basket, type Refusal, refuse, RefusalCode } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { BasketWriter } from './basket-writer';

export interface CancelBasketCommand {
  text: string | null;
  /** Whether fills are closed too. */
  unwind: boolean;
}

/** Stops a basket: competes with the start of the next stage for the same sequence number. */
export class CancelBasket {
  constructor(private readonly writer: BasketWriter) {}

  /** A stopping basket stays so; the request can only add that it is unwound too. */
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

  /** Null if another event took the sequence number. */
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
