import { type BrokerPosition, canonicalProduct } from '@ome/domain';
import type { BrokerBook, UnreadableRow } from '../broker-book';
import type { PositionKey } from './position-projector';

type Held = Pick<PositionKey, 'exchange' | 'symbol' | 'product'>;

/** The same instrument in the same product, whether or not the product is named. */
export const isSamePosition = (one: Held, other: Held): boolean =>
  one.exchange === other.exchange &&
  one.symbol === other.symbol &&
  canonicalProduct(one.exchange, one.product) === canonicalProduct(other.exchange, other.product);

/**
 * The row that keeps a broker's net quantity from being known: an unreadable one of the instrument, or
 * one that may be of any, unless a row that can be read is the position's.
 */
export const unreadRowOf = (
  { rows, unreadable }: BrokerBook<BrokerPosition>,
  position: Held,
): UnreadableRow | undefined =>
  unreadable.find((row) => isOfInstrument(row, position)) ??
  (rows.some(({ ours }) => isSamePosition(ours, position))
    ? undefined
    : unreadable.find(({ symbol }) => symbol === null));

export const isOfInstrument = (
  row: Pick<UnreadableRow, 'exchange' | 'symbol'>,
  { exchange, symbol }: Pick<Held, 'exchange' | 'symbol'>,
): boolean => row.symbol === symbol && (row.exchange === null || row.exchange === exchange);
