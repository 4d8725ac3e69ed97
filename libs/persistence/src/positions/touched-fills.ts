import { touchedExecutions } from '@ome/domain';
import type { JournalEntry } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fillDocumentId } from '../fills/fill.document';

interface Expected {
  orderId: string;
  /** The version of the order at the newest event about the fill. */
  version: number;
}

/** The fills that events change. */
export class TouchedFills {
  private readonly single = new Map<string, Expected>();
  /** Orders all of whose fills change, with the version that these must have reached. */
  private readonly whole = new Map<string, number>();

  static by(entries: readonly JournalEntry[]): TouchedFills {
    const touched = new TouchedFills();
    for (const { event } of entries) {
      const { orderId, seq: version } = event;
      const executions = touchedExecutions(event);
      if (executions === 'all') touched.whole.set(orderId, version);
      else if (executions !== 'none') {
        touched.single.set(fillDocumentId(orderId, executions.execId), { orderId, version });
      }
    }
    return touched;
  }

  static ofOrders(orderIds: readonly string[]): TouchedFills {
    const touched = new TouchedFills();
    for (const orderId of orderIds) touched.whole.set(orderId, 0);
    return touched;
  }

  forget(orderId: string): void {
    this.whole.delete(orderId);
    for (const [id, expected] of this.single) {
      if (expected.orderId === orderId) this.single.delete(id);
    }
  }

  get isEmpty(): boolean {
    return this.single.size + this.whole.size === 0;
  }

  get filter(): object {
    const clauses = [
      ...(this.single.size > 0 ? [{ _id: { $in: [...this.single.keys()] } }] : []),
      ...(this.whole.size > 0 ? [{ orderId: { $in: [...this.whole.keys()] } }] : []),
    ];
    return clauses.length === 1 ? clauses[0] : { $or: clauses };
  }

  /** Orders whose projection does not show the events yet. */
  lagging(found: readonly mongo.Document[]): string[] {
    const versions = new Map(found.map(({ _id, version }) => [String(_id), version as number]));
    const missing = [...this.single].flatMap(([id, { orderId, version }]) =>
      (versions.get(id) ?? 0) < version ? [orderId] : [],
    );
    const old = found.flatMap(({ orderId, version }) =>
      (version as number) < (this.whole.get(orderId as string) ?? 0) ? [orderId as string] : [],
    );
    return [...new Set([...missing, ...old])];
  }
}
