import type { JournalEntry } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fillDocumentId } from '../fills/fill.document';

/** Documents of the fills' read model that events are about. */
export class TouchedFills {
  /** Order ids by the id of the fill that a trade of theirs brought. */
  private readonly brought = new Map<string, string>();
  /** Orders all of whose fills are meant, with the version that these must have reached. */
  private readonly whole = new Map<string, number>();

  static by(entries: readonly JournalEntry[]): TouchedFills {
    const touched = new TouchedFills();
    for (const { event } of entries) {
      const { orderId, seq } = event;
      if (event.type === 'Trade') {
        touched.brought.set(fillDocumentId(orderId, event.execId), orderId);
      }
      const amends =
        event.type === 'TradeConfirmed' ||
        ((event.type === 'TradeCancel' || event.type === 'TradeCorrect') && event.busted) ||
        (event.type === 'Restated' && event.corporateAction);
      if (amends) touched.whole.set(orderId, seq);
    }
    return touched;
  }

  static ofOrders(orderIds: readonly string[]): TouchedFills {
    const touched = new TouchedFills();
    for (const orderId of orderIds) touched.whole.set(orderId, 0);
    return touched;
  }

  get isEmpty(): boolean {
    return this.brought.size + this.whole.size === 0;
  }

  get filter(): object {
    const clauses = [
      ...(this.brought.size > 0 ? [{ _id: { $in: [...this.brought.keys()] } }] : []),
      ...(this.whole.size > 0 ? [{ orderId: { $in: [...this.whole.keys()] } }] : []),
    ];
    return clauses.length === 1 ? clauses[0] : { $or: clauses };
  }

  /** Orders whose projection, as it was found, does not show the events yet. */
  behind(found: readonly mongo.Document[]): string[] {
    const ids = new Set(found.map(({ _id }) => String(_id)));
    const missing = [...this.brought].flatMap(([id, orderId]) => (ids.has(id) ? [] : [orderId]));
    const old = found.flatMap(({ orderId, version }) =>
      (version as number) < (this.whole.get(orderId as string) ?? 0) ? [orderId as string] : [],
    );
    return [...new Set([...missing, ...old])];
  }
}
