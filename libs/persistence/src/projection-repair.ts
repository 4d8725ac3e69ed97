import { type ExpectedProjection, ProjectionRepair } from '@ome/engine';
import { Overloaded, unlessUnreadable } from '@ome/event-store';
import type { mongo } from 'mongoose';
import { fillDocumentId } from './fills/fill.document';
import type { MongoProjector } from './mongo-projector';

const CHECK_LIMIT = 2_000;
const MAX_EXPECTED = 100_000;

type Keyed = { _id: string; version: number };
type Expectations = Map<string, ExpectedProjection>;

/** Checks, some time after each event, that its order was projected, and projects it if not. */
export class MongoProjectionRepair extends ProjectionRepair {
  private expected: Expectations = new Map();
  /** Expected before the last run, and checked by the next. */
  private ripe: Expectations = new Map();
  private ripeSince = 0;
  private settled = 0;

  constructor(
    private readonly orders: mongo.Collection<Keyed>,
    private readonly fills: mongo.Collection<Keyed>,
    private readonly projector: MongoProjector,
  ) {
    super();
  }

  /** @throws Overloaded if the checks lag too far: the feed consumer has to wait for them */
  expect(projections: ExpectedProjection[]): void {
    if (this.expected.size + this.ripe.size >= MAX_EXPECTED) {
      throw new Overloaded('Too many projections wait for their check');
    }
    for (const projection of projections) add(this.expected, projection);
  }

  settledAt(): number {
    return this.settled;
  }

  /** Call it every second or two: it checks what was expected before the previous call. */
  async run(): Promise<number> {
    const { ripe, ripeSince } = this;
    this.ripe = this.expected;
    this.ripeSince = Date.now();
    this.expected = new Map();
    const repaired = await this.checkAll([...ripe.values()]);
    this.settled = ripeSince;
    return repaired;
  }

  private async checkAll(projections: ExpectedProjection[]): Promise<number> {
    let repaired = 0;
    for (let start = 0; start < projections.length; start += CHECK_LIMIT) {
      try {
        repaired += await this.check(projections.slice(start, start + CHECK_LIMIT));
      } catch (error) {
        // Projections that could not be checked are left to the next call.
        for (const projection of projections.slice(start)) add(this.ripe, projection);
        throw error;
      }
    }
    return repaired;
  }

  private async check(projections: ExpectedProjection[]): Promise<number> {
    const versions = await versionsOf(
      this.orders,
      projections.map(({ orderId }) => orderId),
    );
    const fills = await versionsOf(
      this.fills,
      projections.flatMap(fillsOf).map(({ id }) => id),
    );
    const stale = projections.filter(
      (projection) =>
        (versions.get(projection.orderId) ?? 0) < projection.version ||
        projection.changesAllFills ||
        fillsOf(projection).some(({ id, version }) => (fills.get(id) ?? 0) < version),
    );
    for (const { orderId } of stale) {
      await unlessUnreadable(() => this.projector.repair(orderId), null);
    }
    return stale.length;
  }
}

function add(expectations: Expectations, projection: ExpectedProjection): void {
  const { orderId, version, fills, changesAllFills } = projection;
  const known = expectations.get(orderId);
  expectations.set(orderId, {
    orderId,
    version: Math.max(known?.version ?? 0, version),
    fills: [...(known?.fills ?? []), ...fills],
    changesAllFills: changesAllFills || (known?.changesAllFills ?? false),
  });
}

const fillsOf = ({ orderId, fills }: ExpectedProjection) =>
  fills.map(({ execId, version }) => ({ id: fillDocumentId(orderId, execId), version }));

async function versionsOf(
  collection: mongo.Collection<Keyed>,
  ids: string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const found = collection.find({ _id: { $in: ids } }, { projection: { version: 1 } });
  return new Map((await found.toArray()).map(({ _id, version }) => [_id, version]));
}
