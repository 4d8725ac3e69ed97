import { Injectable } from '@nestjs/common';
import type { CanceledAll } from '@ome/contracts';
import { type Entitlement, refuse, RefusalCode } from '@ome/domain';
import { ChangeOrder, type Origin } from '@ome/engine';
import { unlessUnreadable } from '@ome/event-store';
import { OrderQueries } from '@ome/persistence';
import type { CancelAllDto } from './change-order.dto';

const AT_ONCE = 64;

/** Cancels every open order of the caller's that a filter means; each is a request of its own. */
@Injectable()
export class CancelAll {
  constructor(
    private readonly queries: OrderQueries,
    private readonly changeOrder: ChangeOrder,
  ) {}

  async execute(
    within: Entitlement,
    { reason, ...filter }: CancelAllDto & { userId?: string },
    origin: Origin,
  ): Promise<CanceledAll> {
    const result: CanceledAll = { requested: [], refused: [] };
    let batch: string[] = [];
    const cancelBatch = () =>
      Promise.all(batch.map((orderId) => this.cancel(orderId, reason, origin, result)));
    for await (const orderId of this.queries.openIds(within, filter)) {
      batch.push(orderId);
      if (batch.length < AT_ONCE) continue;
      await cancelBatch();
      batch = [];
    }
    await cancelBatch();
    return result;
  }

  private async cancel(
    orderId: string,
    reason: string | undefined,
    origin: Origin,
    result: CanceledAll,
  ): Promise<void> {
    const request = { clOrdId: null, text: reason ?? null };
    const changed = await unlessUnreadable(
      () => this.changeOrder.cancel(orderId, request, origin),
      refuse(RefusalCode.HistoryUnreadable),
    );
    if ('refused' in changed) result.refused.push({ orderId, code: changed.refused });
    else result.requested.push(orderId);
  }
}
