import type { CanceledAll } from '@ome/contracts';
import { refuse, RefusalCode } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { Origin } from '../order-writer';
import type { ChangeOrder } from './change-order';

const AT_ONCE = 64;

/** Cancels any number of orders, some at a time; each is a request of its own. */
export class CancelOrders {
  constructor(private readonly changeOrder: ChangeOrder) {}

  /** @param isMeant looked up for some orders at a time; left out, all are meant */
  async execute(
    orderIds: AsyncIterable<string>,
    text: string | null,
    origin: Origin,
    isMeant: (orderId: string) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<CanceledAll> {
    const result: CanceledAll = { requested: [], refused: [] };
    const cancel = async (orderId: string): Promise<void> => {
      const changed = await unlessUnreadable(
        async () =>
          (await isMeant(orderId))
            ? this.changeOrder.cancel(orderId, { clOrdId: null, text }, origin)
            : null,
        refuse(RefusalCode.HistoryUnreadable),
      );
      if (changed === null) return;
      if ('refused' in changed) result.refused.push({ orderId, code: changed.refused });
      else result.requested.push(orderId);
    };
    let batch: string[] = [];
    for await (const orderId of orderIds) {
      batch.push(orderId);
      if (batch.length < AT_ONCE) continue;
      await Promise.all(batch.map(cancel));
      batch = [];
    }
    await Promise.all(batch.map(cancel));
    return result;
  }
}
