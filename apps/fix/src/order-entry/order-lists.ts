import { isRefusal, refusalText, refuse, RefusalCode, TimeInForce } from '@ome/domain';
import type {
  CreateBasket,
  CreateBasketCommand,
  Ids,
  LegRequest,
  OrderReader,
  Origin,
  PlaceOrderCommand,
} from '@ome/engine';
import {
  dictionaryOf,
  type Field,
  type FixFields,
  type FixMessage,
  type OutgoingMessage,
} from '@ome/fix';
import { BASKET_ID, invalid, InvalidRequest, NotEntitled, type OrderEntry } from '@ome/order-entry';
import { fixText } from '../reports/report-fields';
import type { SessionDefinition } from '../sessions/session-definition';
import { businessReject, faultsText, type OrderRejection, rejectedReport } from './answers';
import { accountReason, orderReason, otherReason } from './reject-reasons';
import { newOrderFields, PRICE_NAMES, userOf } from './requests';

const MAX_ORDERS = 50;
/** How long the orders of a list may take until every one is accepted. */
const ACCEPTED_WITHIN_MS = 30_000;

/** ListOrderStatus (431). */
const RECEIVED = '2';
const REJECTED = '7';

export interface OrderListPorts {
  entry: OrderEntry;
  createBasket: CreateBasket;
  orders: OrderReader;
  ids: Ids;
}

/**
 * Lists of orders (E). A list is a basket of one stage: its orders are sent together, and where one
 * is refused before all are accepted, the others are canceled.
 */
export class OrderLists {
  constructor(
    private readonly session: SessionDefinition,
    private readonly origin: Origin,
    private readonly ports: OrderListPorts,
  ) {}

  async place(message: FixMessage): Promise<OutgoingMessage[]> {
    const group = dictionaryOf(this.session.version).message('E')!.members.groups.get(73)!;
    const orders = message.group(73, group);
    if (orders.length > MAX_ORDERS) {
      return [businessReject(message, '0', `A list has at most ${MAX_ORDERS} orders`)];
    }
    const rejection = await this.rejection(message, orders);
    if (rejection === 'known') return message.isPossDup ? [] : [listStatus(message, orders, null)];
    if (rejection === null) return [listStatus(message, orders, null)];
    return [
      listStatus(message, orders, rejection),
      ...orders.map((order) =>
        rejectedReport(this.session.version, order, this.ports.ids.next(), rejection, [
          [66, message.get(66)],
        ]),
      ),
    ];
  }

  /** Why no order of the list is taken; null if all are, `known` if the list came before. */
  private async rejection(
    message: FixMessage,
    orders: readonly FixFields[],
  ): Promise<OrderRejection | 'known' | null> {
    const { version } = this.session;
    try {
      const command = this.command(message, orders);
      if (await this.isUsed(command)) return usedBefore(RefusalCode.DuplicateClOrdId);
      const created = await this.ports.createBasket.execute(command, this.origin);
      if (isRefusal(created)) {
        return { reason: orderReason(version, created), text: refusalText(created) };
      }
      if (created.created) return null;
      const isAsked = message.isPossDup || message.get(97) === 'Y';
      return isAsked ? 'known' : usedBefore(RefusalCode.DuplicateBasketClOrdId);
    } catch (error) {
      if (error instanceof NotEntitled) {
        return { reason: accountReason(version), text: error.message };
      }
      if (!(error instanceof InvalidRequest)) throw error;
      return { reason: otherReason(version), text: faultsText(error) };
    }
  }

  /** @throws InvalidRequest, and NotEntitled */
  private command(message: FixMessage, orders: readonly FixFields[]): CreateBasketCommand {
    const basketClOrdId = message.get(66) ?? '';
    if (!BASKET_ID.test(basketClOrdId)) {
      throw invalid('ListID (66)', 'must be 1 to 56 visible ASCII characters');
    }
    if (Number(message.get(68)) !== orders.length) {
      throw invalid('TotNoOrders (68)', 'must be NoOrders (73): a list comes in one message');
    }
    if (!['1', undefined].includes(message.get(433))) {
      throw invalid('ListExecInstType (433)', 'must be left out or 1: lists are executed at once');
    }
    const userId = userOf(message);
    const placed = orders.map((order) => this.order(order, userId));
    const [{ account }] = placed;
    if (placed.some((order) => order.account !== account)) {
      throw invalid('Account (1)', 'must be the same in all orders of a list');
    }
    if (new Set(placed.map(({ clOrdId }) => clOrdId)).size < placed.length) {
      throw invalid('ClOrdID (11)', 'must differ between the orders of a list');
    }
    return {
      basketClOrdId,
      account,
      userId,
      proceedWhen: 'ACCEPTED',
      stageTimeoutMs: ACCEPTED_WITHIN_MS,
      onFailure: 'STOP',
      legs: placed.map(legOf),
    };
  }

  /** @throws InvalidRequest that names the order, and NotEntitled */
  private order(fields: FixFields, userId: string | null): PlaceOrderCommand {
    const { entitlement } = this.session;
    const id = `Order ${fields.get(11)}:`;
    try {
      const asked = { ...newOrderFields(fields, this.session), ...(userId !== null && { userId }) };
      const command = this.ports.entry.newOrder(entitlement, asked, PRICE_NAMES);
      if (command.timeInForce !== TimeInForce.GoodTillDate) return command;
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      throw invalid(id, faultsText(error));
    }
    throw invalid(id, 'TimeInForce (59) must not be 6 in lists');
  }

  /** Whether an order that is not of this list has one of its ClOrdIDs. */
  private async isUsed({ basketClOrdId, account, legs }: CreateBasketCommand): Promise<boolean> {
    const { orders, createBasket } = this.ports;
    const basketId = createBasket.idOf(account, basketClOrdId);
    for (const { clOrdId } of legs) {
      const orderId = await orders.findByClOrdId(clOrdId!, account);
      const order = orderId === null ? null : await orders.load(orderId);
      if (order && order.basketId !== basketId) return true;
    }
    return false;
  }
}

const legOf = ({ clOrdId, ...order }: PlaceOrderCommand): LegRequest => ({
  stage: 1,
  clOrdId: clOrdId!,
  symbol: order.symbol,
  exchange: order.exchange,
  side: order.side,
  ordType: order.ordType,
  timeInForce: order.timeInForce,
  orderQty: order.orderQty,
  price: order.price,
  stopPrice: order.stopPrice,
  product: order.product,
  link: order.link,
  tag: order.tag,
});

const usedBefore = (code: RefusalCode): OrderRejection => ({
  reason: '6',
  text: refusalText(refuse(code)),
});

/** A ListStatus (N): the list as a whole was received, or why it is refused. */
function listStatus(
  message: FixMessage,
  orders: readonly FixFields[],
  rejection: OrderRejection | null,
): OutgoingMessage {
  const body: Field[] = [
    [66, message.get(66)],
    // An acknowledgement, in one message.
    [429, '1'],
    [82, 1],
    [431, rejection ? REJECTED : RECEIVED],
    [83, 1],
    [444, fixText(rejection?.text)],
    [68, orders.length],
    [73, orders.length],
  ];
  for (const order of orders) {
    const leavesQty = rejection ? 0 : order.get(38);
    body.push(
      [11, order.get(11)],
      [14, 0],
      [39, rejection ? '8' : 'A'],
      [151, leavesQty],
      [84, 0],
      [6, 0],
      [103, rejection?.reason],
    );
  }
  return { type: 'N', body };
}
