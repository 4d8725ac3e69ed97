import { setTimeout as sleep } from 'node:timers/promises';
import {
  type InstrumentName,
  isEntitledTo,
  isRefusal,
  type Order,
  type OrderEvent,
  type Refusal,
  refusalText,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type {
  CancelOrders,
  ChangeOrder,
  Clock,
  CreateBasket,
  Ids,
  InstrumentNames,
  Journal,
  OrderReader,
  Origin,
  PlaceOrder,
} from '@ome/engine';
import type { Answer, FixApplication, FixMessage } from '@ome/fix';
import { InvalidRequest, NotEntitled, type OrderEntry } from '@ome/order-entry';
import type { OrderQueries } from '@ome/persistence';
import type { ReportedEvents } from '../reports/reported-events';
import type { LogonCheck } from '../sessions/logon-check';
import { enteredBy, type SessionDefinition } from '../sessions/session-definition';
import {
  businessReject,
  cancelReject,
  faultsText,
  massCancelReport,
  type OrderRejection,
  rejectedReport,
  statusReport,
} from './answers';
import { massStatusReports } from './mass-status';
import { OrderLists } from './order-lists';
import { accountReason, changeReason, orderReason, otherReason } from './reject-reasons';
import {
  accountOf,
  checkSameOrder,
  idOf,
  isManualEntry,
  nameIn,
  newOrderFields,
  type OrderFilter,
  ordersMeant,
  PRICE_NAMES,
  replaceFields,
} from './requests';
import { Throttle } from './throttle';

/** What the messages of a counterparty are done with. */
export interface OrderEntryPorts {
  entry: OrderEntry;
  placeOrder: PlaceOrder;
  createBasket: CreateBasket;
  changeOrder: ChangeOrder;
  cancelOrders: CancelOrders;
  orders: OrderReader;
  names: Pick<InstrumentNames, 'canonical'>;
  openOrders: Pick<OrderQueries, 'openIds'>;
  journal: Pick<Journal, 'read'>;
  /** What sessions were told. */
  told: Pick<ReportedEvents, 'newer'>;
  ids: Ids;
  clock: Clock;
  /** Orders of a session whose connection ended are not canceled yet. */
  onCancelFailed: (compId: string, error: unknown) => void;
}

const CANCEL_AGAIN_MS = 1_000;
const ORDER_ID = /^[0-9a-f]{24}$/;

/**
 * The messages of an order entry session. What is accepted is answered from the feed; what is refused
 * changes nothing, and is answered at once.
 */
export class OrderEntryApplication implements FixApplication {
  private readonly origin: Origin;
  private readonly lists: OrderLists;
  private readonly throttle: Throttle;

  constructor(
    private readonly session: SessionDefinition,
    private readonly check: LogonCheck,
    private readonly ports: OrderEntryPorts,
  ) {
    this.origin = { by: enteredBy(session.compId), requestId: null };
    this.throttle = new Throttle(session.maxMessagesPerSecond, () => ports.clock.now());
    this.lists = new OrderLists(session, this.origin, ports);
  }

  logon(message: FixMessage): Promise<string | null> {
    return this.check.refusal(message);
  }

  /** Nothing is canceled that was entered after the connection ended. */
  loggedOut(): void {
    if (this.session.cancelOnDisconnect) void this.cancelEnteredBy(this.ports.clock.now());
  }

  async message(message: FixMessage): Promise<Answer[]> {
    try {
      return await this.answers(message);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      return [businessReject(message, '0', error.message)];
    }
  }

  private async cancelEnteredBy(endedAt: Date): Promise<void> {
    for (;;) {
      try {
        await this.cancelOwn({}, 'The connection ended', ({ at }) => at <= endedAt);
        return;
      } catch (error) {
        this.ports.onCancelFailed(this.session.compId, error);
        await sleep(CANCEL_AGAIN_MS);
      }
    }
  }

  private answers(message: FixMessage): Promise<Answer[]> {
    const throttled = this.throttled(message);
    if (throttled) return Promise.resolve(throttled);
    const { messageTypes } = this.session;
    if (messageTypes && !messageTypes.includes(message.type)) {
      return Promise.resolve([businessReject(message, '6', 'Not allowed in this session')]);
    }
    switch (message.type) {
      case 'D':
        return this.place(message);
      case 'E':
        return this.lists.place(message);
      case 'G':
        return this.change(message, '2', (order) => this.replace(message, order));
      case 'F':
        return this.change(message, '1', (order) => this.cancel(message, order));
      case 'H':
        return this.status(message);
      case 'AF':
        return this.massStatus(message);
      case 'q':
        return this.cancelAll(message);
      default:
        return Promise.resolve([businessReject(message, '3', 'Unsupported message type')]);
    }
  }

  /** Cancels and resent messages always pass. */
  private throttled(message: FixMessage): Answer[] | null {
    const { type, isPossDup } = message;
    const passes = isPossDup || type === 'F' || type === 'q';
    const verdict = passes ? 'pass' : this.throttle.take();
    if (verdict === 'pass') return null;
    const text = `More than ${this.session.maxMessagesPerSecond} messages in a second`;
    const refused =
      type === 'D'
        ? this.rejected(message, { text, reason: '3' })
        : businessReject(message, '4', text);
    return verdict === 'end' ? [refused, { type: '5', body: [[58, text]] }] : [refused];
  }

  private async place(message: FixMessage): Promise<Answer[]> {
    const { entry, placeOrder } = this.ports;
    try {
      const command = entry.newOrder(
        this.session.entitlement,
        newOrderFields(message, this.session),
        PRICE_NAMES,
      );
      const placed = await placeOrder.execute(command, this.originOf(message), null);
      if (isRefusal(placed)) {
        const reason = orderReason(this.session.version, placed);
        const isRepeat = placed.refused === RefusalCode.DuplicateClOrdId;
        const first = isRepeat ? await this.known(message) : null;
        return [this.rejected(message, { text: refusalText(placed), reason, first })];
      }
      return placed.created ? [] : this.repeated(message, placed.order);
    } catch (error) {
      if (error instanceof NotEntitled) {
        const reason = accountReason(this.session.version);
        return [this.rejected(message, { text: error.message, reason })];
      }
      if (!(error instanceof InvalidRequest)) throw error;
      const reason = otherReason(this.session.version);
      return [this.rejected(message, { text: faultsText(error), reason })];
    }
  }

  /** The very order came before. */
  private repeated(message: FixMessage, order: Order): Answer[] {
    // Its reports are in the log, or come from the feed.
    if (message.isPossDup) return [];
    if (message.get(97) === 'Y') return [this.statusOf(message, order)];
    const text = refusalText(refuse(RefusalCode.DuplicateClOrdId));
    return [this.rejected(message, { text, reason: '6', first: order })];
  }

  private async known(message: FixMessage): Promise<Order | null> {
    const orderId = await this.ports.orders.findByClOrdId(
      message.get(11) ?? '',
      accountOf(message, this.session),
    );
    return orderId === null ? null : this.ports.orders.load(orderId);
  }

  private async change(
    message: FixMessage,
    responseTo: '1' | '2',
    request: (order: Order) => Promise<Refusal | object>,
  ): Promise<Answer[]> {
    const order = await this.meant(message);
    const { version } = this.session;
    if (!order) {
      const unknown = refuse(RefusalCode.OrderNotFound);
      return [cancelReject(message, null, responseTo, '1', refusalText(unknown))];
    }
    try {
      const changed = await request(order);
      if (!isRefusal(changed)) return [];
      const current = (await this.ports.orders.load(order.orderId)) ?? order;
      const reason = changeReason(version, changed);
      const text = refusalText(changed);
      return [() => cancelReject(message, this.newest(current), responseTo, reason, text)];
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      const reason = version === 'FIX.4.2' ? '2' : '99';
      return [() => cancelReject(message, this.newest(order), responseTo, reason, error.message)];
    }
  }

  private async replace(message: FixMessage, order: Order) {
    const request = replaceFields(message, order, await this.nameFor(message, order));
    return this.ports.changeOrder.replace(order.orderId, request, this.originOf(message));
  }

  private async cancel(message: FixMessage, order: Order) {
    checkSameOrder(message, order, await this.nameFor(message, order));
    const clOrdId = idOf('ClOrdID (11)', message.get(11));
    const request = { clOrdId, text: message.get(58) ?? null };
    return this.ports.changeOrder.cancel(order.orderId, request, this.origin);
  }

  private originOf(message: FixMessage): Origin {
    return isManualEntry(message) ? { ...this.origin, isManual: true } : this.origin;
  }

  private nameFor(message: FixMessage, order: Order): Promise<InstrumentName> {
    return this.ports.names.canonical(nameIn(message, order));
  }

  /** The order of a request; null also where it is one that the session may not touch. */
  private async meant(message: FixMessage): Promise<Order | null> {
    const order = await this.named(message);
    return order && isEntitledTo(this.session.entitlement, order) ? order : null;
  }

  /** By our OrderID (37), or by any ClOrdID that it had. */
  private async named(message: FixMessage): Promise<Order | null> {
    const { orders } = this.ports;
    const orderId = message.get(37);
    if (orderId !== undefined && ORDER_ID.test(orderId)) return orders.load(orderId);
    const clOrdId = message.get(41) ?? message.get(11);
    if (clOrdId === undefined) return null;
    if (ORDER_ID.test(clOrdId)) {
      const order = await orders.load(clOrdId);
      if (order) return order;
    }
    const found =
      (await orders.findByClOrdId(clOrdId, accountOf(message, this.session))) ??
      (await orders.findByClOrdId(clOrdId, null));
    return found === null ? null : orders.load(found);
  }

  private async status(message: FixMessage): Promise<Answer[]> {
    const order = await this.meant(message);
    if (order) return [this.statusOf(message, order)];
    return [this.rejected(message, { text: 'Unknown order', reason: '5' })];
  }

  /** Of the session's own open orders, whoever changed them since. */
  private async cancelAll(message: FixMessage): Promise<Answer[]> {
    const { ids } = this.ports;
    const type = message.get(530);
    if (type !== '7' && type !== '1') {
      const text = 'MassCancelRequestType (530) must be 1 or 7';
      return [massCancelReport(this.session.version, message, ids.next(), { text })];
    }
    const filter = ordersMeant(message, type, this.session);
    const requested = await this.cancelOwn(filter, message.get(58) ?? null);
    return [massCancelReport(this.session.version, message, ids.next(), requested)];
  }

  /** Of the session's own open orders, as the journal has them. */
  private async massStatus(message: FixMessage): Promise<Answer[]> {
    const type = message.get(585);
    if (type !== '7' && type !== '1') {
      return [businessReject(message, '0', 'MassStatusReqType (585) must be 1 or 7')];
    }
    const { openOrders, journal, told } = this.ports;
    const { entitlement, version } = this.session;
    const ids = openOrders.openIds(entitlement, ordersMeant(message, type, this.session));
    return massStatusReports(version, message, ids, this.origin.by, journal, told);
  }

  /** @returns how many orders are asked to be canceled */
  private async cancelOwn(
    filter: OrderFilter,
    text: string | null,
    isMeant: (opening: OrderEvent) => boolean = () => true,
  ): Promise<number> {
    const { openOrders, journal, cancelOrders } = this.ports;
    const { requested } = await cancelOrders.execute(
      openOrders.openIds(this.session.entitlement, filter),
      text,
      this.origin,
      async (orderId) => {
        const [opening] = await journal.read(orderId);
        return opening.by === this.origin.by && isMeant(opening);
      },
    );
    return requested.length;
  }

  private statusOf(message: FixMessage, order: Order): Answer {
    return () => statusReport(this.session.version, message, this.newest(order));
  }

  private rejected(message: FixMessage, { first, ...rejection }: OrderRejection): Answer {
    const execId = this.ports.ids.next();
    return () =>
      rejectedReport(this.session.version, message, execId, {
        ...rejection,
        first: first && this.newest(first),
      });
  }

  /** An answer tells no state of the order that is older than what was told before. */
  private newest(order: Order): Order {
    return this.ports.told.newer(order)?.order ?? order;
  }
}
