import { Injectable } from '@nestjs/common';
import type { BasketDetailView } from '@ome/contracts';
import { type BasketEvent, foldBasket, foldOrder, refuse, RefusalCode } from '@ome/domain';
import { basketDetailView, basketEventView, BasketJournal, Journal } from '@ome/engine';
import { plainJson } from '../orders/plain-json';
import { Refused } from '../problems/refused';

/** A basket from its own journal and those of its orders. */
@Injectable()
export class BasketHistory {
  constructor(
    private readonly baskets: BasketJournal,
    private readonly journal: Journal,
  ) {}

  async detail(basketId: string): Promise<BasketDetailView> {
    const events = await this.baskets.read(basketId);
    const basket = foldBasket(events);
    if (!basket) throw new Refused(refuse(RefusalCode.BasketNotFound));
    const ids = [...basket.legs, ...basket.unwindings].map(({ orderId }) => orderId);
    const histories = await Promise.all(ids.map((orderId) => this.journal.read(orderId)));
    const orders = histories.map((history) => foldOrder(history)).filter((one) => one !== null);
    return basketDetailView(
      basket,
      new Map(orders.map((order) => [order.orderId, order])),
      events.map((event) => basketEventView(event, detailOf(event))),
    );
  }
}

function detailOf({
  basketId: _b,
  seq: _s,
  at: _a,
  by: _c,
  type: _t,
  ...detail
}: BasketEvent): object {
  return plainJson(detail);
}
