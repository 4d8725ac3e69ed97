import { applyBasketEvent, type Basket, type BasketFact, foldBasket } from '@ome/domain';
import type { Origin } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { BasketAnnouncer, BasketJournal, BasketProjector } from './basket-ports';

/** Appends events to the journal of baskets, projects and announces what was committed. */
export class BasketWriter {
  constructor(
    private readonly journal: Pick<BasketJournal, 'append' | 'read'>,
    private readonly projector: BasketProjector,
    private readonly announcer: BasketAnnouncer,
    private readonly clock: Clock,
  ) {}

  async read(basketId: string): Promise<Basket | null> {
    return foldBasket(await this.journal.read(basketId));
  }

  /**
   * @param basket what the decision was made on; null to open it
   * @returns null where another event took the place: fold again, decide again
   */
  async append(
    basketId: string,
    basket: Basket | null,
    fact: BasketFact,
    { by, requestId }: Origin,
  ): Promise<Basket | null> {
    const seq = (basket?.version ?? 0) + 1;
    const event = { ...fact, basketId, seq, at: this.clock.now(), by, requestId };
    const { verdict } = await this.journal.append(event);
    if (verdict !== 'committed') return null;
    const next = applyBasketEvent(basket, event);
    await this.projector.project(next);
    this.announcer.announce(next, event);
    return next;
  }

  /** Projects a basket anew: a crash may have come between its journal and its projection. */
  async repair(basketId: string): Promise<void> {
    const basket = await this.read(basketId);
    if (basket) await this.projector.project(basket);
  }
}
