import {
  CONTENT_FIELDS,
  decideCancel,
  decimalText,
  isImmediate,
  isRefusal,
  isSameInstrument,
  type NewOrder,
  type Order,
  type OrderIdentity,
  type OrderTerms,
  type Refusal,
  refusalText,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import { type ExecutionLinks, type LinkIdentity, SLICES, targetLink } from '../execution-links';
import type { Ids } from '../clock-and-ids';
import type { Nudger } from '../nudger';
import type { Entry, EntryChecks } from '../approvals/entry-checks';
import type { Permit } from '../risk/leased-risk-settings';
import type { VenueTerms } from '../venue-terms';

/** The link of orders whose account no broker session names. */
export const DEFAULT_LINK = 'rest';

export interface PlaceOrderCommand
  extends Omit<OrderIdentity, 'orderId' | 'clOrdId' | 'link'>, OrderTerms {
  clOrdId: string | null;
  /** Null for the default link of the account. */
  link: string | null;
  /**
   * If true, an order above the freeze quantity is sent in slices within it. `whereKnown`: unsliced
   * if that quantity is unknown.
   */
  slice?: boolean | 'whereKnown';
  /** If true, it waits until a trader releases it. */
  staged?: boolean;
}

export type Placed = { order: Order; created: boolean } | Refusal;

/** Accepts a new order with one journal insert, whatever happens to the request afterwards. */
export class PlaceOrder {
  constructor(
    private readonly writer: OrderWriter,
    private readonly ids: Ids,
    private readonly nudger: Nudger,
    private readonly links: ExecutionLinks<LinkIdentity>,
    private readonly venue: VenueTerms,
    private readonly checks: EntryChecks,
  ) {}

  /**
   * @param idempotencyKey makes a repeat of a request without a client's id return the first order
   */
  async execute(
    { slice = false, staged = false, ...command }: PlaceOrderCommand,
    origin: Origin,
    idempotencyKey: string | null,
  ): Promise<Placed> {
    const link = command.link ?? this.links.namedFor(command.account) ?? DEFAULT_LINK;
    if (!this.links.linkFor({ link, account: command.account })) {
      return refuse(RefusalCode.AccountNotServed);
    }
    const asked = await this.newOrder({ ...command, link }, idempotencyKey);
    const priced = await this.orRepeat(asked, await this.venue.price(asked, asked));
    if (isRefusal(priced)) return priced;
    const shut = this.venue.refusal(priced, 'new');
    const untaken = shut instanceof Promise ? await shut : shut;
    const entry = { staged, isManual: origin.isManual ?? false };
    if (untaken && !(await this.mayEnter(priced, entry))) return untaken;
    const fact = slice ? await this.sliced(priced, slice) : priced;
    if (isRefusal(fact)) return fact;
    const permit = this.checks.limits.permit();
    // Usually there is nothing to await, and a turn of the event loop is not free.
    const held = permit instanceof Promise ? await permit : permit;
    try {
      return await this.checked(fact, entry, origin, held);
    } finally {
      held.release();
    }
  }

  /** Whether an order is taken in a phase in which the exchange takes none. */
  private async mayEnter(order: NewOrder, entry: Entry): Promise<boolean> {
    return (await this.checks.waits(order, entry)) || this.writer.exists(order.orderId);
  }

  /** The order as sent: in slices, or whole if small enough. */
  private async sliced(order: NewOrder, slice: true | 'whereKnown'): Promise<NewOrder | Refusal> {
    const slicing = await this.checks.limits.slicing(order);
    if (slicing === null) return order;
    const isUnknown = isRefusal(slicing) && slicing.refused === RefusalCode.FreezeQtyUnknown;
    if (isUnknown && slice === 'whereKnown') return order;
    if (!isRefusal(slicing)) return { ...order, link: SLICES, slicing };
    // A repeat keeps the slicing of the first request.
    return this.orRepeat(order, slicing);
  }

  /** A repeat gets the first answer, whatever would be refused now. */
  private async orRepeat(order: NewOrder, verdict: NewOrder | Refusal) {
    const isRepeat = isRefusal(verdict) && (await this.writer.exists(order.orderId));
    return isRepeat ? order : verdict;
  }

  private async checked(
    asked: NewOrder,
    entry: Entry,
    origin: Origin,
    permit: Permit,
  ): Promise<Placed> {
    const judged = this.checks.newOrder(asked, entry);
    const verdict = judged instanceof Promise ? await judged : judged;
    const refusal = verdict && isRefusal(verdict) ? verdict : null;
    // A repeat gets the first answer, whatever would be refused now.
    if (refusal && !(await this.writer.exists(asked.orderId))) return refusal;
    const fact: NewOrder = verdict && !isRefusal(verdict) ? { ...asked, approval: verdict } : asked;
    const opened = await this.writer.open(fact, origin);
    switch (opened.outcome) {
      case 'appended': {
        if (fact.approval) return { order: opened.order, created: true };
        const stopped = permit.isHeld() ? null : await this.stoppedMeanwhile(opened.order);
        if (stopped) return this.revoke(opened.order, stopped, origin);
        this.nudger.nudge(opened.order, isImmediate(fact) ? 'urgent' : 'normal');
        return { order: opened.order, created: true };
      }
      case 'duplicate':
        return opened.holder.type === 'NewOrder' && this.isSame(opened.holder, fact)
          ? { order: opened.order, created: false }
          : refuse(RefusalCode.DuplicateClOrdId);
      default:
        throw new Error(`Opening an order ended ${opened.outcome}`);
    }
  }

  /**
   * Takes the id of an order that must not be sent, so that any process that still tries to place
   * it finds it rejected. An order that was placed before stays unchanged.
   */
  async placeRejected(
    { slice: _slice, staged: _staged, ...command }: PlaceOrderCommand & { link: string },
    text: string,
    origin: Origin,
  ): Promise<void> {
    await this.writer.open({ ...(await this.newOrder(command, null)), withheld: text }, origin);
  }

  private async stoppedMeanwhile(order: Order): Promise<Refusal | null> {
    const [placement] = order.commands;
    return (await this.checks.limits.beforeSend(order, placement, placement.requestedAt)).refusal;
  }

  /** The order was journalled after this process lost its lease. */
  private async revoke(order: Order, stopped: Refusal, origin: Origin): Promise<Refusal> {
    const request = { clOrdId: null, text: refusalText(stopped) };
    const rules = { refuseAfterFill: false };
    const decide = (current: Order) => {
      const canceled = decideCancel(current, request, rules);
      return isRefusal(canceled) ? null : canceled;
    };
    const change = await this.writer.change(order.orderId, decide, origin);
    if (change.outcome === 'appended') this.nudger.nudge(change.order, 'urgent');
    return stopped;
  }

  /** With the canonical instrument name, and the product under which the link places it. */
  private async newOrder(
    command: PlaceOrderCommand & { link: string },
    idempotencyKey: string | null,
  ): Promise<NewOrder> {
    const orderId = this.orderId(command.account, command.clOrdId, idempotencyKey);
    const named = { ...command, ...(await this.venue.name(command)) };
    named.clOrdId ??= orderId;
    return {
      type: 'NewOrder',
      orderId,
      origin: 'client',
      brokerOrderId: null,
      execId: null,
      ...(named as typeof named & { clOrdId: string }),
    };
  }

  /** Earlier versions journalled the name and product as given: compare them in canonical form. */
  private isSame(first: NewOrder, repeat: NewOrder): boolean {
    const { exchange, symbol } = repeat;
    const isSameName = isSameInstrument(first, repeat) || first.symbol === repeat.givenSymbol;
    const order = { account: first.account, link: targetLink(first) };
    const product = this.venue.product(order, repeat, first.product);
    return sameContent(isSameName ? { ...first, exchange, symbol, product } : first, repeat);
  }

  private orderId(account: string, clOrdId: string | null, idempotencyKey: string | null): string {
    if (clOrdId) return orderIdOf(this.ids, account, clOrdId);
    return idempotencyKey ? this.ids.derive('idempotency', idempotencyKey) : this.ids.next();
  }
}

/** The order id for a client's id. */
export const orderIdOf = (ids: Ids, account: string, clOrdId: string): string =>
  ids.derive('clOrdId', account, clOrdId);

/** The same id means the same order only if all requested content is the same. */
const sameContent = (first: NewOrder, second: NewOrder): boolean =>
  CONTENT_FIELDS.every((field) => contentText(first[field]) === contentText(second[field])) &&
  targetLink(first) === targetLink(second);

function contentText(value: NewOrder[(typeof CONTENT_FIELDS)[number]]): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? decimalText(value) : String(value);
}
