import { AlertCode, Executions, type Order } from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { Journal } from '../journal';

export type Confirmed =
  | { outcome: 'confirmed'; order: Order }
  /** The order has no such execution. */
  | { outcome: 'missing' };

/** Ops confirm that a doubted price is what was traded: from then on it counts. */
export class ConfirmFill {
  constructor(
    private readonly writer: OrderWriter,
    private readonly journal: Journal,
  ) {}

  /** A repeat, or a price that is not in doubt, changes nothing. */
  async execute(
    orderId: string,
    execId: string,
    reason: string,
    origin: Origin,
  ): Promise<Confirmed> {
    let isKnown = false;
    const change = await this.writer.change(
      orderId,
      async (order) => {
        const events = (await this.journal.read(orderId)).slice(0, order.version);
        const execution = Executions.fold(events).find(execId);
        isKnown = execution !== undefined;
        if (!execution?.doubted) return null;
        return {
          type: 'TradeConfirmed',
          source: 'ops',
          execRefId: execution.execId,
          clOrdId: null,
          execId: null,
          brokerOrderId: null,
          text: null,
          transactTime: null,
          alerts: [{ code: AlertCode.ConfirmedByHand, reported: reason }],
        };
      },
      origin,
    );
    return change.outcome === 'missing' || !isKnown
      ? { outcome: 'missing' }
      : { outcome: 'confirmed', order: change.order };
  }
}
