import type { BasketDetailView, BasketLegDetailView } from '@ome/contracts';
import { decimal, type Decimal, decimalText, ZERO } from '@ome/domain';
import { orderIdsOf, waitsForClosing } from '../observe/baskets';
import type { Evidence } from '../observe/evidence';
import type { LedgerOrder } from '../observe/simulator';
import type { Invariant, Violation } from './invariant';

type Ledger = Evidence['ledger'];

/** Every acknowledged basket exists once, and so do the orders that name it. */
export const basketsExist: Invariant = {
  name: 'every acknowledged basket exists, with its own orders',
  check: ({ baskets: { acknowledged, journalled, views }, journal }) => {
    const known = new Set(views.map(({ basketId }) => basketId));
    const asked = new Set(acknowledged);
    const lost = acknowledged.filter((id) => !known.has(id) || !journalled.includes(id));
    const unasked = journalled.filter((id) => !asked.has(id));
    const owners = new Map(
      views.flatMap((view) => orderIdsOf(view).map((orderId) => [orderId, view.basketId] as const)),
    );
    const strays = [...journal].filter(
      ([orderId, [{ basketId }]]) => basketId && owners.get(orderId) !== basketId,
    );
    return [
      ...lost.map((id) => ({ text: `Basket ${id} was acknowledged` })),
      ...unasked.map((id) => ({ text: `Basket ${id} exists, and was never acknowledged` })),
      ...strays.map(([orderId]) => ({ orderId, text: 'Its basket does not have it' })),
      ...(asked.size < acknowledged.length ? [{ text: 'Several became one basket' }] : []),
    ];
  },
};

/** No leg reached a venue before the legs of earlier stages were as the basket requires. */
export const hedgedFirst: Invariant = {
  name: 'no leg is sent before its hedge',
  check: ({ baskets, ledger }) =>
    baskets.views.flatMap((basket) =>
      basket.legs.flatMap((leg): Violation[] => {
        const [order] = ledger.get(leg.orderId) ?? [];
        if (!order) return [];
        const bare = basket.legs.find(
          (other) => other.stage < leg.stage && !isReady(basket, other, ledger, order.at),
        );
        const text = `Leg ${leg.leg} of basket ${basket.basketId} was sent before leg ${bare?.leg} was ready`;
        return bare ? [{ orderId: leg.orderId, text }] : [];
      }),
    ),
};

/** The venue's own state of the leg at that instant. */
function isReady(
  { proceedWhen }: BasketDetailView,
  leg: BasketLegDetailView,
  ledger: Ledger,
  at: string,
): boolean {
  const [order] = ledger.get(leg.orderId) ?? [];
  if (!order) return false;
  const before = order.executions.filter((execution) => execution.at <= at);
  const filled = before
    .filter(({ execType }) => execType === 'F')
    .reduce((sum, { qty }) => sum.plus(decimal(String(qty))), ZERO);
  if (filled.gte(decimal(leg.quantity))) return true;
  const isOver = before.some(({ execType }) => execType === '8' || execType === '4');
  return proceedWhen === 'ACCEPTED' && before.some(({ execType }) => execType === '0') && !isOver;
}

/**
 * Each is over, or has an alert, or a closing order that the venue leaves resting; and the outcome
 * follows from the fills.
 */
export const basketsEnd: Invariant = {
  name: 'every basket ends with the outcome of its fills',
  check: ({ baskets, ledger }) =>
    baskets.views.flatMap((basket): Violation[] => {
      const { basketId, status, outcome } = basket;
      const said = `Basket ${basketId} is ${status} with ${outcome}`;
      const last = basket.events.slice(-3).map(({ type, detail }) => [type, detail]);
      if (outcome === null && status !== 'ALERT' && !waitsForClosing(basket)) {
        return [{ text: `${said}, after ${JSON.stringify(last)}` }];
      }
      if (outcome === null) return [];
      const expected = outcomeOf(basket, ledger);
      return outcome === expected ? [] : [{ text: `${said}, and its fills come to ${expected}` }];
    }),
};

function outcomeOf({ legs }: BasketDetailView, ledger: Ledger): string {
  const filled = legs.map((leg) => filledOf(leg, ledger));
  const closed = legs.map((leg) => closedOf(leg, ledger));
  if (closed.some((quantity) => quantity.gt(0))) {
    return filled.every((quantity, index) => quantity.eq(closed[index])) ? 'UNWOUND' : 'PARTIAL';
  }
  if (filled.every((quantity) => quantity.isZero())) return 'NONE';
  return filled.every((quantity, index) => quantity.gte(decimal(legs[index].quantity)))
    ? 'COMPLETE'
    : 'PARTIAL';
}

/** Every leg to be closed is closed, or an alert names it. */
export const unwoundFlat: Invariant = {
  name: 'a basket to be unwound is flat, or has an alert',
  check: ({ baskets, ledger }) =>
    baskets.views
      .filter(({ stop, outcome }) => stop?.unwind && outcome !== null)
      .filter(({ alerts }) => alerts.every(({ code }) => !NOT_FLAT.has(code)))
      .flatMap((basket) =>
        basket.legs.flatMap((leg): Violation[] => {
          const held = heldOf(leg, ledger);
          const text = `Basket ${basket.basketId} still holds ${decimalText(held)} of leg ${leg.leg}`;
          return held.isZero() ? [] : [{ orderId: leg.orderId, text }];
        }),
      ),
};

const NOT_FLAT: ReadonlySet<string> = new Set(['UNWIND_FAILED', 'CANCEL_REFUSED', 'NOT_HELD']);

/** A hedge is closed only once everything it hedges is closed. */
export const unwoundInOrder: Invariant = {
  name: 'no hedge is closed before the legs it hedges',
  check: ({ baskets, ledger }) =>
    baskets.views.flatMap((basket) =>
      basket.legs.flatMap((leg): Violation[] => {
        if (closedOf(leg, ledger).isZero()) return [];
        const left = basket.legs.find(
          (other) => other.stage > leg.stage && heldOf(other, ledger).gt(0),
        );
        const text = `Leg ${leg.leg} of basket ${basket.basketId} is closed, and leg ${left?.leg} is not`;
        return left ? [{ orderId: leg.orderId, text }] : [];
      }),
    ),
};

const heldOf = (leg: BasketLegDetailView, ledger: Ledger): Decimal =>
  filledOf(leg, ledger).minus(closedOf(leg, ledger));

const filledOf = ({ orderId }: { orderId: string }, ledger: Ledger): Decimal =>
  (ledger.get(orderId) ?? []).reduce(
    (sum: Decimal, { cumQty }: LedgerOrder) => sum.plus(decimal(cumQty)),
    ZERO,
  );

const closedOf = ({ unwinding }: BasketLegDetailView, ledger: Ledger): Decimal =>
  unwinding.reduce((sum, order) => sum.plus(filledOf(order, ledger)), ZERO);
