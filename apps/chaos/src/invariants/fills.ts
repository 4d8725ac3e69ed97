import type { FillView } from '@ome/contracts';
import { isEqual } from '../equal';
import type { LedgerOrder } from '../observe/simulator';
import type { Invariant, Violation } from './invariant';

/** A fill by its ExecID, with what was traded. */
type Fill = readonly [execId: string, quantity: string, price: string];

const filledBy = ({ executions }: LedgerOrder): Fill[] =>
  executions
    .filter(({ execType }) => execType === 'F')
    .map(({ execId, qty, px }) => [String(execId), String(qty), String(px)]);

const bookedAs = ({ execId, quantity, price }: FillView): Fill => [execId, quantity, price];

/** Every fill of the ledger is booked exactly once, and no other. */
export const fillsOnce: Invariant = {
  name: 'every fill is booked exactly once',
  check: ({ journal, ledger, fills, unproved }) =>
    [...journal.keys()].flatMap((orderId) => {
      if (unproved.has(orderId)) return [];
      const filled = (ledger.get(orderId) ?? []).flatMap(filledBy);
      const booked = (fills.get(orderId) ?? []).map(bookedAs);
      return differences(filled, booked).map((text): Violation => ({ orderId, text }));
    }),
};

function differences(filled: readonly Fill[], booked: readonly Fill[]): string[] {
  const missing = filled.filter((fill) => !booked.some((other) => isSame(fill, other)));
  const extra = booked.filter((fill) => !filled.some((other) => isSame(other, fill)));
  const again = filled.filter((fill) => booked.filter((other) => isSame(fill, other)).length > 1);
  return [
    ...missing.map((fill) => `${fill.join(' ')} is not booked`),
    ...extra.map((fill) => `${fill.join(' ')} is booked, and the ledger has no such fill`),
    ...again.map((fill) => `${fill.join(' ')} is booked more than once`),
  ];
}

/** A broker's fill number is one part of a composed ExecID. */
const names = (booked: string, filled: string): boolean =>
  booked === filled || booked.split('-').includes(filled);

/** @param one as the venue has it, `other` as it is booked */
const isSame = (one: Fill, other: Fill): boolean =>
  names(other[0], one[0]) && isEqual(one[1], other[1]) && isEqual(one[2], other[2]);

/** Every fill reached the trade post, and fills of an order in sequence. */
export const tradePostInOrder: Invariant = {
  name: 'every fill reached the trade post in order',
  check: ({ journal, deliveries }) => {
    const taken = new Map<string, string[]>();
    for (const { orderId, fillId, taken: isTaken } of deliveries) {
      const known = taken.get(orderId) ?? [];
      if (isTaken && !known.includes(fillId)) taken.set(orderId, [...known, fillId]);
    }
    return [...journal].flatMap(([orderId, events]): Violation[] => {
      const trades = events.filter(({ type }) => type === 'Trade');
      const expected = trades.map(({ execId }) => String(execId)).join(' ');
      const found = (taken.get(orderId) ?? []).join(' ');
      const text = `Fills ${expected || '(none)'} reached it as ${found || '(none)'}`;
      return found === expected ? [] : [{ orderId, text }];
    });
  },
};
