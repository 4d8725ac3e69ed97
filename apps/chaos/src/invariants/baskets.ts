import type { BasketDetailView, BasketLegDetailView } from '@ome/contracts';
import { decimal, type Decimal, decimalText, ZERO } from '@ome/domain';
import { orderIdsOf, waitsForClosing } from '../observe/baskets';
import type { Evidence } from '../observe/evidence';
import type { LedgerOrder } from '../observe/simulator';
import type { Invariant, Violation } from './invariant';

type Ledger = Evidence['ledger'];

/** Acknowledged baskets are there, one each, and so are the orders that name them. */
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
      ...unasked.map((id) => ({ text: `Basket ${id} exists, and nobody was told of it` })),
      ...strays.map(([orderId]) => ({ orderId, text: 'Its basket does not know of it' })),
      ...(asked.size < acknowledged.length ? [{ text: 'Several became one basket' }] : []),
    ];
  },
};

/** No leg reached a venue before those of earlier stages had come to what the basket asks for. */
export const hedgedFirst: Invariant = {
  name: 'no leg goes before what hedges it',
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

/** What the venue itself says of the leg at that instant. */
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
  name: 'every basket ends with what its fills come to',
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

/** What was to be closed is closed; people are told of what could not be. */
export const unwoundFlat: Invariant = {
  name: 'a basket that was to be unwound is flat, or says that it is not',
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

const NOT_FLAT: ReadonlySet<string> = new Set(['UNWIND_FAILED', 'CANCEL_REFUSED']);

/** A hedge is closed only once nothing is left that it hedges. */
export const unwoundInOrder: Invariant = {
  name: 'no hedge is closed before what it hedges',
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
