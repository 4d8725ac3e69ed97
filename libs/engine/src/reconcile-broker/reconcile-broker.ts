import {
  type BrokerOrder,
  decimalText,
  hasLimitPrice,
  isHeld,
  isOpen,
  isTerminal,
  type Order,
  ordStatus,
} from '@ome/domain';
import type { Absorbed, AbsorbRows } from '../absorb-rows/absorb-rows';
import { type BrokerBook, mayHide, recordsOf, type UnreadableRow } from '../broker-book';
import type { BrokerLink } from '../broker-ports';
import type { Brokers } from '../brokers';
import type { Clock } from '../clock-and-ids';
import type { OrderReader } from '../order-reader';
import type { ComparePositions } from './compare-positions';
import {
  type Difference,
  type DifferenceKind,
  type Differences,
  unreadableRow,
} from './differences';

/** Rows that are processed concurrently. */
const AT_ONCE = 16;

/** Orders of earlier days may be many, and each costs a call of the rate limit. */
const MAX_HISTORIES = 20;

/**
 * An order book read right after a change may be older than the change: its state of an order
 * counts only after the order has been quiet for this long.
 */
const QUIET_MS = 1_000;

/** A request is looked up once the broker should long have answered it. */
const UNANSWERED_MS = 3_000;

/** What a comparison found. */
export interface Comparison {
  found: Difference[];
  /** An order that cannot be compared yet, but soon: why. Null if there is none. */
  unfinished: string | null;
}

/** What a row led to. */
interface Compared {
  found: Difference[];
  unfinished?: string;
}

/**
 * Compares one broker session's orders, fills and positions with ours: at the start, after each gap
 * in the stream, and periodically. What is missing here is booked; remaining differences are
 * listed, and so is an order that cannot be compared: it does not keep others from being compared.
 */
export class ReconcileBroker {
  /** By session, the missing orders whose history was read, the latest last. */
  private readonly lookedFor = new Map<string, string[]>();

  constructor(
    private readonly absorbRows: AbsorbRows,
    private readonly orders: OrderReader,
    private readonly brokers: Brokers,
    private readonly positions: Pick<ComparePositions, 'run'>,
    private readonly differences: Differences,
    private readonly clock: Clock,
  ) {}

  /** Throws if the broker cannot be asked: that proves nothing. */
  async run(link: BrokerLink): Promise<Comparison> {
    const at = this.clock.now();
    const { found: orders, unfinished } = await this.compareOrders(link, at);
    const positions = await this.positions.run(
      link,
      () => this.compareOrders(link, at),
      (rows) => this.absorbRows.keepUnreadable(link.name, rows),
    );
    const found = [...orders, ...positions];
    await this.differences.note({ link: link.name, session: link.session }, at, found);
    return { found, unfinished };
  }

  /** Books what the order book and the trade book show; makes no more calls than that takes. */
  async compareOrders(link: BrokerLink, at: Date): Promise<Comparison> {
    // Ours first: an order placed meanwhile is then not missed in an order book read before.
    const ours: string[] = [];
    for await (const order of this.orders.open(link.name, this.brokers.accountsOf(link))) {
      if (order.brokerOrderId) ours.push(order.orderId);
    }
    const book = await link.orders();
    await this.absorbRows.keepUnreadable(link.name, book.unreadable);
    const seen = new Set<string>();
    const compared = await everyOne(recordsOf(book), async (row) => {
      try {
        return await this.compareOrder(link, row, at, seen);
      } catch (error) {
        return notCompared(row, textOf(error));
      }
    });
    const found = [
      ...book.unreadable.map(unreadableRow),
      ...compared.flatMap((each) => each.found),
    ];
    const hidden = await this.namedBy(link, book.unreadable, at);
    const missing = [...new Set([...ours.filter((orderId) => !seen.has(orderId)), ...hidden])];
    const next = this.nextOf(link, missing);
    for (const orderId of missing) {
      const order = await this.orders.load(orderId);
      if (!order || !(isOpen(order) || hidden.has(orderId))) continue;
      const isNext = next.has(orderId);
      const looked = isNext ? await this.lookFor(link, order, at, book) : [missingAt(order, book)];
      found.push(...looked);
    }
    const unfinished = compared.find((each) => each.unfinished)?.unfinished ?? null;
    return { found, unfinished };
  }

  /** Our orders whose rows cannot be read. */
  private async namedBy(
    link: BrokerLink,
    rows: readonly UnreadableRow[],
    at: Date,
  ): Promise<ReadonlySet<string>> {
    const orders = new Set<string>();
    for (const row of rows) {
      const order = await this.absorbRows.namedBy(link.name, row, at);
      if (order) orders.add(order.orderId);
    }
    return orders;
  }

  /** Orders that stay missing do not keep others from being looked for: each has its turn. */
  private nextOf({ route }: BrokerLink, missing: readonly string[]): ReadonlySet<string> {
    const isMissing = new Set(missing);
    const before = (this.lookedFor.get(route) ?? []).filter((orderId) => isMissing.has(orderId));
    const turns = new Set(before);
    const untried = missing.filter((orderId) => !turns.has(orderId));
    const next = new Set([...untried, ...before].slice(0, MAX_HISTORIES));
    this.lookedFor.set(route, [...before.filter((orderId) => !next.has(orderId)), ...next]);
    return next;
  }

  private async compareOrder(
    link: BrokerLink,
    row: BrokerOrder,
    at: Date,
    seen: Set<string>,
  ): Promise<Compared> {
    const known = await this.absorbRows.absorb(link.name, row, at);
    if (known) {
      seen.add(known.order.orderId);
      return { found: await this.settle(link, row, known, at) };
    }
    const left = await this.absorbRows.adopt(link, row, at);
    if (left) {
      return left.isTemporary
        ? notCompared(row, left.why)
        : { found: [foreign(row, null, `Nothing: ${left.why}`)] };
    }
    const adopted = await this.absorbRows.absorb(link.name, row, at);
    if (!adopted) return notCompared(row, 'it was taken over and is not to be found yet');
    const { orderId, origin, account } = adopted.order;
    seen.add(orderId);
    const others = await this.settle(link, row, adopted, at);
    if (origin !== 'venue') return { found: others };
    const done = `Taken over as an order of account ${account}`;
    const further = others.filter(({ kind }) => kind !== 'booked');
    return { found: [foreign(row, orderId, done), ...further] };
  }

  private async settle(
    link: BrokerLink,
    row: BrokerOrder,
    absorbed: Absorbed,
    at: Date,
  ): Promise<Difference[]> {
    let { order } = absorbed;
    const booked = [...absorbed.booked];
    if (absorbed.unbooked?.gt(0)) {
      const late = await this.absorbRows.absorbTrades(order, await link.trades(order));
      booked.push(...late.booked);
      // Only a filled order shows that a cancel came too late.
      const again = await this.absorbRows.absorb(link.name, row, at);
      booked.push(...(again?.booked ?? []));
      order = again?.order ?? late.order;
    }
    if (isLongUnanswered(order, at)) {
      const history = await this.absorbHistory(link, order, at);
      booked.push(...history.absorbed.booked);
      order = history.absorbed.order;
    }
    const hasOurNewsAlone = order.version === absorbed.before.version + booked.length;
    if (hasOurNewsAlone && isQuiet(absorbed.before, at)) {
      const changed = await this.absorbRows.absorbTerms(order, row);
      booked.push(...changed.booked);
      order = changed.order;
    }
    const news = bookedDifference(order, booked);
    // If others changed the order since the broker was asked, it differs for that reason alone.
    const isMoving = order.updatedAt >= at && booked.length === 0;
    return isMoving ? [] : [...news, ...remaining(order, row)];
  }

  private async absorbHistory(link: BrokerLink, order: Order, at: Date) {
    const booked: string[] = [];
    let current = order;
    const history = await link.history(order);
    await this.absorbRows.keepUnreadable(link.name, history.unreadable);
    for (const row of recordsOf(history)) {
      // Brokers' times have whole seconds; a row from before a request does not answer it.
      const said = row.transactTime ? new Date(row.transactTime.getTime() + 1_000) : at;
      const absorbed = await this.absorbRows.absorb(link.name, row, said < at ? said : at);
      if (!absorbed) continue;
      booked.push(...absorbed.booked);
      current = absorbed.order;
    }
    return { absorbed: { order: current, booked }, isComplete: history.unreadable.length === 0 };
  }

  /** Asks for an order that no readable row of the book is about. */
  private async lookFor(
    link: BrokerLink,
    order: Order,
    at: Date,
    book: BrokerBook<BrokerOrder>,
  ): Promise<Difference[]> {
    try {
      const { absorbed, isComplete } = await this.absorbHistory(link, order, at);
      if (absorbed.booked.length > 0) return bookedDifference(absorbed.order, absorbed.booked);
      if (!isComplete || mayHide(book, order)) return await this.askForTrades(link, absorbed.order);
      const ended = await this.absorbRows.absorbAbsence(absorbed.order, at);
      return ended
        ? bookedDifference(ended, [ordStatus(ended)])
        : [missingAt(absorbed.order, book)];
    } catch (error) {
      return [missingAt(order, book, `and what it has recorded cannot be read: ${textOf(error)}`)];
    }
  }

  /** What an unreadable row of an order does not tell, its executions do. */
  private async askForTrades(link: BrokerLink, order: Order): Promise<Difference[]> {
    const late = await this.absorbRows.absorbTrades(order, await link.trades(order));
    return late.booked.length > 0
      ? bookedDifference(late.order, late.booked)
      : [hiddenAt(late.order)];
  }
}

/** Processes the items, some at a time. */
async function everyOne<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
}

const missingAt = (order: Order, book: BrokerBook<BrokerOrder>, more = ''): Difference => {
  if (mayHide(book, order)) return hiddenAt(order);
  const what = 'its number is known and the book of today does not have it';
  const done = ['Nothing: ', what, more && `, ${more}`].join('');
  return about(order, 'missingAtBroker', ordStatus(order), null, done);
};

const hiddenAt = (order: Order): Difference => {
  const done = 'Nothing: what the broker shows of it cannot be read, and may be its end';
  return about(order, 'notCompared', ordStatus(order), null, done);
};

const isQuiet = ({ updatedAt }: Order, at: Date): boolean =>
  updatedAt.getTime() + QUIET_MS <= at.getTime();

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const isLongUnanswered = ({ commands }: Order, at: Date): boolean =>
  commands.some(
    ({ delivery, requestedAt }) =>
      delivery.state === 'sent' && at.getTime() - requestedAt.getTime() > UNANSWERED_MS,
  );

function remaining(order: Order, row: BrokerOrder): Difference[] {
  const found: Difference[] = [];
  const compare = (kind: DifferenceKind, ours: string, theirs: string): void => {
    if (ours !== theirs) found.push(about(order, kind, ours, theirs, 'Nothing: for ops to decide'));
  };
  if (row.cumQty) compare('cumQty', decimalText(order.cumQty), decimalText(row.cumQty));
  // What is held is not at the broker: there, the order goes on as it was.
  if (!order.commands.every(isHeld)) return found;
  const status = ordStatus({ ...order, commands: [] });
  if (row.ordStatus && isTerminal(row.ordStatus) !== isTerminal(status)) {
    compare('ordStatus', status, row.ordStatus);
  }
  if (!isTerminal(status)) compare('terms', termsText(order, order), termsText(order, row));
  return found;
}

/** Brokers show a limit of their own on orders that have none. */
const termsText = (
  { ordType }: Order,
  { orderQty, price }: Pick<Order, 'orderQty' | 'price'>,
): string =>
  hasLimitPrice(ordType) && price
    ? `${decimalText(orderQty)} at ${decimalText(price)}`
    : decimalText(orderQty);

const bookedDifference = (order: Order, booked: string[]): Difference[] =>
  booked.length === 0
    ? []
    : [about(order, 'booked', null, ordStatus(order), `Booked ${booked.join(', ')}`)];

const about = (
  { orderId, brokerOrderId, symbol, exchange }: Order,
  kind: DifferenceKind,
  ours: string | null,
  theirs: string | null,
  done: string,
): Difference => ({ kind, orderId, brokerOrderId, symbol, exchange, ours, theirs, done });

const ofRow = (
  kind: DifferenceKind,
  { brokerOrderId, symbol, exchange, ordStatus: theirs }: BrokerOrder,
  orderId: string | null,
  done: string,
): Difference => ({ kind, orderId, brokerOrderId, symbol, exchange, ours: null, theirs, done });

const foreign = (row: BrokerOrder, orderId: string | null, done: string): Difference =>
  ofRow('foreignOrder', row, orderId, done);

function notCompared(row: BrokerOrder, why: string): Compared {
  const found = ofRow('notCompared', row, null, `Nothing yet: ${why}`);
  return { found: [found], unfinished: `Order ${row.brokerOrderId}: ${found.done}` };
}
