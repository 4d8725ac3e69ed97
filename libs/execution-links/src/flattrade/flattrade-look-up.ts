import {
  type BrokerOrder,
  type Decimal,
  type Order,
  OrdStatus,
  type OrderTerms,
} from '@ome/domain';
import { type BrokerBook, type LinkRequest, type LookUpOutcome, recordsOf } from '@ome/engine';

const ABSENT: LookUpOutcome = { outcome: 'absent' };

/** Without FILLED: more quantity may still be asked for on a filled order. */
const SETTLES_REPLACE: ReadonlySet<OrdStatus> = new Set([
  OrdStatus.PendingReplace,
  OrdStatus.Canceled,
  OrdStatus.Rejected,
  OrdStatus.Expired,
]);

/**
 * A placement, looked up in the book of the day, which lists all orders and not just open ones.
 * Only the tag proves whose an order is; its other terms have to agree.
 * @param tsym the symbol that the order was sent with
 */
export function placementIn(
  book: BrokerBook<BrokerOrder>,
  { order, tag }: LinkRequest,
  tsym: string | null,
): LookUpOutcome {
  const tagged = recordsOf(book).filter((row) => row.tag === tag);
  const unread = book.unreadable.find((row) => row.tag === null || row.tag === tag);
  const same = tagged.filter(
    ({ exchange, symbol, side, orderQty }) =>
      exchange === order.exchange &&
      symbol === tsym &&
      side === order.side &&
      orderQty.eq(order.orderQty),
  );
  const [first] = same;
  if (!first) {
    if (unread) return { outcome: 'unanswered', text: `A row of the book: ${unread.why}` };
    return tagged.length === 0
      ? ABSENT
      : { outcome: 'unanswered', text: `Order ${numbers(tagged)} has the tag but other terms` };
  }
  const { brokerOrderId } = first;
  const several = `Flattrade has the order more than once: ${numbers(same)}`;
  return same.length > 1
    ? { outcome: 'found', brokerOrderId, text: several }
    : { outcome: 'found', brokerOrderId };
}

/**
 * A replace, looked up in its order's history: a closed order has nothing left to replace. One that was
 * taken and that somebody else overtook since is not sent again: it would undo what they did. Asking
 * for the same terms twice does no harm, so a doubtful one may be sent again.
 */
export function replaceIn(
  history: readonly BrokerOrder[],
  { order, command: { terms } }: LinkRequest,
): LookUpOutcome {
  const latest = history.at(-1);
  if (!latest || !terms) return ABSENT;
  const settled = latest.ordStatus !== null && SETTLES_REPLACE.has(latest.ordStatus);
  const before = history.findLastIndex((row) => shows(row, order));
  const asked = history.slice(before + 1).some((row) => shows(row, terms));
  return settled || asked || shows(latest, terms) ? found(order) : ABSENT;
}

const shows = (row: BrokerOrder, { orderQty, price, stopPrice }: OrderTerms): boolean =>
  row.orderQty.eq(orderQty) && agrees(row.price, price) && agrees(row.stopPrice, stopPrice);

/** A cancel, looked up in its order's history. */
export function cancelIn(
  history: readonly BrokerOrder[],
  { order }: Pick<LinkRequest, 'order'>,
): LookUpOutcome {
  const status = history.at(-1)?.ordStatus;
  return status === OrdStatus.Canceled || status === OrdStatus.PendingCancel
    ? found(order)
    : ABSENT;
}

const found = ({ brokerOrderId }: Order): LookUpOutcome => ({ outcome: 'found', brokerOrderId });

/** If the order names no price, the link chose it. */
const agrees = (shown: Decimal | null, asked: Decimal | null): boolean =>
  asked === null || (shown !== null && shown.eq(asked));

const numbers = (rows: readonly BrokerOrder[]): string =>
  rows.map(({ brokerOrderId }) => brokerOrderId).join(', ');
