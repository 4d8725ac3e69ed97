import { closableBy, Decimal, nettingKey, type Side, ZERO } from '@ome/domain';
import { type Reducer, type ReducingRoom, targetLink } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { DECIDED } from '../concerns';
import type { CurrentPositions } from '../positions/current-positions';
import type { CounterDocument } from './counter.document';
import { type Family, openOf } from './families';
import { readFamilies, readFamily } from './mongo-families';

/** How much of a position an order may still reduce, beside other orders that reduce it. */
export class ReducingRooms {
  constructor(
    private readonly counters: mongo.Collection<CounterDocument>,
    private readonly orders: mongo.Collection<{ _id: string }>,
    private readonly positions: Pick<CurrentPositions, 'netQty'>,
  ) {}

  /**
   * Reads reservations first, then open orders, then the position. A fill in between makes the
   * position smaller while its order still counts as open: the result is too low, never too high.
   * Too low is wrong as well, as an order that closes a position would be refused because of its
   * own fills: after a fill in between, all is read again. Without a position to close none of that
   * matters, and the account's open orders, of which there may be hundreds, are not read.
   */
  async roomFor(reducer: Reducer): Promise<ReducingRoom> {
    return (await this.noRoom(reducer)) ?? this.exactRoom(reducer);
  }

  /** Null if there is a position that the order could reduce. */
  private async noRoom(reducer: Reducer): Promise<ReducingRoom | null> {
    const { account, orderId, side } = reducer;
    const closable = closableBy(side, await this.positions.netQty(account, reducer));
    if (closable.gt(0)) return null;
    const [own, counter] = await Promise.all([
      readFamily(this.orders, orderId),
      this.counters.findOne({ _id: account }, DECIDED),
    ]);
    const releases = counter?.releases ?? 0;
    return { open: own ? openOf(own) : ZERO, closable, left: closable, releases };
  }

  private async exactRoom(reducer: Reducer): Promise<ReducingRoom> {
    const { account, orderId, side } = reducer;
    for (let left = READINGS; ; left -= 1) {
      const counter = await this.counters.findOne({ _id: account }, DECIDED);
      const families = await readFamilies(this.orders, account, [orderId]);
      const closable = closableBy(side, await this.positions.netQty(account, reducer));
      const after = await readFamilies(this.orders, account, [orderId]);
      if (left === 1 || isAsOpen(families, after)) {
        return roomBeside(reducer, counter, families, closable);
      }
    }
  }
}

/** If there are fills between all of these readings, the result is too low. */
const READINGS = 5;

const isAsOpen = (before: Families, after: Families): boolean =>
  [...before].every(([id, family]) => openOf(family).eq(openOf(after.get(id) ?? GONE)));

type Families = ReadonlyMap<string, Family>;

const GONE: Family = { whole: null, slices: [] };

function roomBeside(
  reducer: Reducer,
  counter: CounterDocument | null,
  families: Families,
  closable: Decimal,
): ReducingRoom {
  const { orderId, side } = reducer;
  const position = nettingKey(reducer);
  const reserved = new Map(Object.entries(counter?.reducing ?? {}));
  let [unreserved, others] = [ZERO, ZERO];
  for (const [id, family] of families) {
    if (id === orderId || !takesFrom(family, side, position)) continue;
    const held = reserved.get(id);
    // One of an earlier version may have another key: it counts as open.
    const quantity = held?.position === position ? (fromBson(held.quantity) as Decimal) : ZERO;
    unreserved = unreserved.plus(Decimal.max(openOf(family).minus(quantity), 0));
  }
  for (const [id, held] of reserved) {
    if (id === orderId || held.position !== position || held.side !== side) continue;
    others = others.plus(fromBson(held.quantity) as Decimal);
  }
  const own = families.get(orderId);
  return {
    open: own ? openOf(own) : ZERO,
    closable: closable.minus(unreserved),
    left: closable.minus(unreserved).minus(others),
    releases: counter?.releases ?? 0,
  };
}

function takesFrom({ whole, slices }: Family, side: Side, position: string): boolean {
  const order = whole ?? slices[0];
  return order.side === side && nettingKey({ ...order, link: targetLink(order) }) === position;
}
