import { closableBy, Decimal, nettingKey, type Side, ZERO } from '@ome/domain';
import { type Reducer, type ReducingRoom, targetLink } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson } from '../bson';
import { DECIDED } from '../concerns';
import type { CurrentPositions } from '../positions/current-positions';
import type { CounterDocument } from './counter.document';
import { type Family, openOf } from './families';
import { readFamilies } from './mongo-families';

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
   * own fills: after a fill in between, all is read again.
   */
  async roomFor(reducer: Reducer): Promise<ReducingRoom> {
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
    const quantity = held ? (fromBson(held.quantity) as Decimal) : ZERO;
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
