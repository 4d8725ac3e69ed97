import { applyBasketEvent, type Basket, type BasketEvent, type BasketFact } from '@ome/domain';
import { EventWriter } from '@ome/event-store';
import type { Origin } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { BasketAnnouncer, BasketJournal, BasketProjector } from './basket-ports';

/** Appends events to the baskets' journal, then projects and announces them. */
export class BasketWriter extends EventWriter<Basket, BasketEvent> {
  constructor(
    journal: Pick<BasketJournal, 'append' | 'read'>,
    private readonly projector: BasketProjector,
    announcer: BasketAnnouncer,
    private readonly clock: Clock,
  ) {
    super(journal, applyBasketEvent, async ({ state, event }) => {
      await projector.project(state);
      announcer.announce(state, event);
    });
  }

  /**
   * @param basket the basket that the decision was based on; null to open it
   * @returns null if another event took the sequence number: fold and decide again
   */
  async record(
    basketId: string,
    basket: Basket | null,
    fact: BasketFact,
    { by, requestId }: Origin,
  ): Promise<Basket | null> {
    const seq = (basket?.version ?? 0) + 1;
    const event = { ...fact, basketId, seq, at: this.clock.now(), by, requestId };
    const appended = await this.append(basket, event);
    return appended.outcome === 'appended' ? appended.state : null;
  }

  /** Projects a basket again: a crash may have come between its journal and its projection. */
  async repair(basketId: string): Promise<void> {
    const basket = await this.read(basketId);
    if (basket) await this.projector.project(basket);
  }
}
