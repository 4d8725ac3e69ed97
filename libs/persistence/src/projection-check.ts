import { ProjectionCheck } from '@ome/engine';
import type { mongo } from 'mongoose';
import type { MongoProjector } from './mongo-projector';

const CHECK_LIMIT = 2_000;

/** Looks, a while after each event, whether its order was projected, and projects it if not. */
export class MongoProjectionCheck extends ProjectionCheck {
  private expected = new Map<string, number>();
  private ripe = new Map<string, number>();

  constructor(
    private readonly orders: mongo.Collection<{ _id: string; version: number }>,
    private readonly projector: MongoProjector,
  ) {
    super();
  }

  expect(orders: { orderId: string; version: number }[]): void {
    for (const { orderId, version } of orders) this.expected.set(orderId, version);
  }

  /** To be called every second or two; what was expected before the last call is checked now. */
  async run(): Promise<number> {
    const checked = [...this.ripe];
    this.ripe = this.expected;
    this.expected = new Map();
    let repaired = 0;
    for (let start = 0; start < checked.length; start += CHECK_LIMIT) {
      repaired += await this.check(checked.slice(start, start + CHECK_LIMIT));
    }
    return repaired;
  }

  private async check(expected: [string, number][]): Promise<number> {
    const ids = expected.map(([orderId]) => orderId);
    const found = await this.orders
      .find({ _id: { $in: ids } }, { projection: { version: 1 } })
      .toArray();
    const versions = new Map(found.map(({ _id, version }) => [_id, version]));
    const behind = expected.filter(([id, version]) => (versions.get(id) ?? 0) < version);
    for (const [orderId] of behind) await this.projector.repair(orderId);
    return behind.length;
  }
}
