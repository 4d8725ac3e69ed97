import type { ClosedPosition } from '@ome/contracts';
import {
  closingQuantity,
  closingSide,
  closingStages,
  type Decimal,
  isOpen,
  isRefusal,
  isUnwinding,
  leavesOf,
  type Order,
  refuse,
  RefusalCode,
  ZERO,
} from '@ome/domain';
import type { Origin } from '../order-writer';
import { orderIdOf, type PlaceOrder } from '../place-order/place-order';
import type { Clock, Ids } from '../clock-and-ids';
import type { KnownPosition, PositionReader } from '../positions/position-projector';
import { type BrokerHoldings, type HoldingsAnswers, restingIn } from './broker-holdings';
import {
  closingOrder,
  type ClosingOrders,
  closingTag,
  isClosing,
  onClosingSide,
} from './closing-orders';
import {
  type ClosingGuard,
  ClosingLost,
  type ClosingTerms,
  type ClosingTiming,
} from './closing-ports';
import {
  type Closing,
  closing,
  failed,
  type Identified,
  NO_BOOKS,
  NO_INPUTS,
  notSent,
  unread,
  waiting,
  withoutBooks,
} from './closing-results';

export interface ClosingProcess {
  guard: ClosingGuard;
  ids: Ids;
  clock: Clock;
  timing: ClosingTiming;
}

const POLL_MS = 50;

/** Positions of one session that are closed in one step. */
interface Batch {
  positions: readonly KnownPosition[];
  terms: ClosingTerms;
  origin: Origin;
  until: Date;
  keep: () => Promise<void>;
}

/** The data for deciding a batch. Orders are read first, then the broker's positions, then ours. */
interface BatchInputs {
  open: Order[];
  newest: ReadonlyMap<string, Order | undefined>;
  broker: HoldingsAnswers;
  canceled: readonly string[];
}

/**
 * Closes positions by opposite orders: never more than we have open and are not closing yet, nor
 * more than the broker holds. It reports what it cannot do now; called again, it continues from
 * there.
 *
 * Open quantities of orders are read first, then the broker's positions, then the net quantities,
 * including fills of the closing orders: a fill in between reduces the net quantity while it still
 * counts as open, so too little may be closed, but never too much. Requests for one session run one
 * after another; if two still decide at once on the same state, their ClOrdID is the same, because
 * it is derived from that state.
 */
export class ClosePositions {
  constructor(
    private readonly positions: PositionReader,
    private readonly holdings: BrokerHoldings,
    private readonly orders: ClosingOrders,
    private readonly placeOrder: PlaceOrder,
    private readonly process: ClosingProcess,
  ) {}

  /** Positions of one account, in their order; shorts are bought back before hedges are sold. */
  async close(
    positions: readonly KnownPosition[],
    terms: ClosingTerms,
    origin: Origin,
    waitMs = this.process.timing.waitMs,
  ): Promise<Closing[]> {
    const until = new Date(this.process.clock.now().getTime() + waitMs);
    const stage = { terms, origin, until };
    const { first, hedges } = closingStages(positions.map(staged));
    const done = await this.stage(first.map(known), stage);
    const blocker = hedges.length > 0 ? await this.blocker(done, until) : null;
    const later = blocker
      ? hedges.map((hedge) => waiting(known(hedge), blocker))
      : await this.stage(hedges.map(known), stage);
    const byId = new Map([...done, ...later].map((one) => [one.id, one.closing]));
    return positions.map(({ id }) => byId.get(id)!);
  }

  private async stage(
    positions: readonly KnownPosition[],
    stage: Omit<Batch, 'positions' | 'keep'>,
  ): Promise<Identified[]> {
    const closings: Identified[] = [];
    for (const batch of bySession(positions, this.holdings)) {
      closings.push(...(await this.guarded(batch.name, { ...stage, positions: batch.positions })));
    }
    return closings;
  }

  private async guarded(name: string, batch: Omit<Batch, 'keep'>): Promise<Identified[]> {
    const busy = () =>
      batch.positions.map((position) =>
        failed(position, refuse(RefusalCode.ClosingUnderWay), NO_INPUTS),
      );
    try {
      const run = await this.process.guard.run(name, (keep) => this.batch({ ...batch, keep }));
      return run?.result ?? busy();
    } catch (error) {
      if (error instanceof ClosingLost) return busy();
      throw error;
    }
  }

  private async batch(batch: Batch): Promise<Identified[]> {
    const repeated = await this.repeated(batch);
    if (repeated) return [repeated];
    const books = await this.read(batch);
    const current = await this.positions.byIds(batch.positions.map(({ id }) => id));
    const byId = new Map(current.map((position) => [position.id, position]));
    const closings: Identified[] = [];
    // Sequential, so that limits apply in a fixed order.
    for (const { id } of batch.positions) {
      await batch.keep();
      closings.push(await this.one(byId.get(id)!, batch, books));
    }
    return closings;
  }

  /** The answer to an earlier request with the same client's id. */
  private async repeated({ positions, terms }: Batch): Promise<Identified | null> {
    if (terms.clOrdId === null) return null;
    const [position] = positions;
    const { ids } = this.process;
    const order = await this.orders.load(orderIdOf(ids, position.account, terms.clOrdId));
    if (order?.tag !== closingTag(ids, position)) return null;
    return closing(position, { ...NO_INPUTS, outcome: 'closing', orders: [order] });
  }

  private async read(batch: Batch): Promise<BatchInputs> {
    const { positions, terms, origin } = batch;
    const [position] = positions;
    const accounts = this.holdings.accountsOf(position);
    let open = await this.orders.open(position.link, accounts, positions);
    let canceled: string[] = [];
    if (terms.cancelResting) {
      const { askedAt } = terms;
      const before = open.filter(({ createdAt }) => !askedAt || createdAt <= askedAt);
      canceled = await this.orders.cancelResting(positions, before, origin);
      if (canceled.length > 0) {
        await this.wait(canceled, batch);
        await this.orders.countFilled(position.account);
        open = await this.orders.open(position.link, accounts, positions);
      }
    }
    const broker = terms.ignoreBroker ? () => NO_BOOKS : await this.holdings.holdingsFor(position);
    const newest = new Map<string, Order | undefined>();
    for (const each of positions) {
      newest.set(each.id, await this.orders.count(closingTag(this.process.ids, each), open));
    }
    return { open, newest, broker, canceled };
  }

  private async one(
    position: KnownPosition,
    batch: Batch,
    books: BatchInputs,
  ): Promise<Identified> {
    const { ids } = this.process;
    const tag = closingTag(ids, position);
    const { netQty } = position.position;
    const side = closingSide(netQty);
    const all = onClosingSide(books.open, position, side);
    const own = all.filter(
      (order) =>
        order.account === position.account &&
        (order.tag === tag ||
          isUnwinding(order) ||
          (batch.terms.cancelResting && !isClosing(order))),
    );
    // Of the position under another name of the product: the broker has one for both.
    const ofTwin = all.filter(
      (order) => order.account === position.account && isClosing(order) && !own.includes(order),
    );
    const others = all.filter(({ account }) => account !== position.account);
    const broker = books.broker(position);
    const asked = { broker, canceled: books.canceled, position };
    if (broker.state === 'unread' && !netQty.isZero()) {
      return failed(position, unread(position, broker.text), asked);
    }
    const read = broker.state === 'read' ? broker.holdings : null;
    const foreign = read ? restingIn(read.foreign, position, side) : ZERO;
    const ofOthers = read ? read.closedBy(others, position).plus(foreign) : ZERO;
    const quantity = closingQuantity({
      netQty,
      working: leavesOf(own),
      broker: read && {
        netQty: read.netQty(position),
        against: read.against(position),
        working: leavesOf([...own, ...ofTwin]).plus(ofOthers),
      },
    });
    const isCovered = (more: Decimal): boolean =>
      ofOthers.isZero() || leavesOf(own).plus(more).gte(netQty.abs());
    if (quantity.outcome !== 'close') {
      return notSent(position, quantity, own, asked, { foreign, isCovered: isCovered(ZERO) });
    }
    const state = [position.id, String(position.version), books.newest.get(position.id)?.orderId];
    const clOrdId =
      batch.terms.clOrdId ?? `close-${ids.derive('close', ...state.map((part) => part ?? ''))}`;
    const { price } = batch.terms;
    const command = closingOrder(position, {
      clOrdId,
      price,
      side,
      tag,
      orderQty: quantity.quantity,
    });
    const placed = await this.placeOrder.execute(command, batch.origin, null);
    if (isRefusal(placed)) return failed(position, placed, asked);
    if (placed.created) books.open.push(placed.order);
    return closing(position, {
      ...asked,
      outcome: 'closing',
      created: placed.created,
      orders: [placed.order],
      before: own,
      isCovered: isCovered(quantity.quantity),
      detail: quantity.text ?? withoutBooks(position, batch.terms, broker),
    });
  }

  /** Why the hedges of these shorts must not be sold yet; null once all shorts are bought back. */
  private async blocker(shorts: readonly Identified[], until: Date): Promise<string | null> {
    const buying = shorts.filter(({ isShort }) => isShort);
    const stuck = buying.find(({ closing: { closed } }) => HOLDS_BACK.has(closed.outcome));
    if (stuck) return `${stuck.symbol} is not bought back: ${stuck.closing.closed.detail}`;
    const open = buying.find(({ isCovered }) => !isCovered);
    if (open) return `${open.symbol} is bought back by orders of somebody else`;
    const orderIds = buying.flatMap((short) => short.closedBy);
    await this.wait(orderIds, { until, keep: () => Promise.resolve() });
    for (const orderId of orderIds) {
      const order = await this.orders.load(orderId);
      const isDone = order !== null && !isOpen(order) && order.cumQty.gte(order.orderQty);
      if (!isDone) return `It hedges what order ${orderId} is to buy back first`;
    }
    return null;
  }

  private async wait(
    orderIds: readonly string[],
    { until, keep }: Pick<Batch, 'until' | 'keep'>,
  ): Promise<void> {
    const { clock, timing } = this.process;
    while (!(await this.orders.areOver(orderIds)) && clock.now() < until) {
      await timing.pause(POLL_MS);
      await keep();
    }
  }
}

/** Outcomes after which a short may still be open. */
const HOLDS_BACK: ReadonlySet<ClosedPosition['outcome']> = new Set(['failed', 'waiting']);

const staged = (position: KnownPosition) => ({
  position,
  exchange: position.exchange,
  symbol: position.symbol,
  netQty: position.position.netQty,
});

const known = ({ position }: ReturnType<typeof staged>): KnownPosition => position;

/** One group per session, because its orders and its broker's positions are read together. */
function bySession(positions: readonly KnownPosition[], holdings: BrokerHoldings) {
  const sessions = new Map<string, KnownPosition[]>();
  for (const position of positions) {
    const name = holdings.turnOf(position);
    sessions.set(name, [...(sessions.get(name) ?? []), position]);
  }
  return [...sessions].map(([name, some]) => ({ name, positions: some }));
}
