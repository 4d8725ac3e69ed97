/** A broker's record in our terms, with the broker's own fields. */
export interface BrokerRecord<T> {
  ours: T;
  broker: object;
}

/** What a row is, or should be. */
export type RowKind = 'order' | 'execution' | 'position';

/** A row or frame of a broker that cannot be read, and what can be read of it. */
export interface UnreadableRow {
  kind: RowKind;
  /** What is wrong with it, for people. */
  why: string;
  /** As received, without secrets. */
  body: string;
  /** Its part that is the same whenever the broker is asked again: a position's has no prices. */
  content: string;
  brokerOrderId: string | null;
  tag: string | null;
  /** In the engine's terms where they are known. */
  exchange: string | null;
  symbol: string | null;
}

/**
 * A book of a broker, read row by row: one that cannot be read does not hide the others. While there
 * are such rows, what the others lack may still be in the book.
 */
export interface BrokerBook<T> {
  rows: BrokerRecord<T>[];
  unreadable: UnreadableRow[];
}

export const recordsOf = <T>({ rows }: BrokerBook<T>): T[] => rows.map(({ ours }) => ours);

/** The rows of a book that cannot be read, and may be about the order. */
export const mayBeAbout = (
  { unreadable }: Pick<BrokerBook<unknown>, 'unreadable'>,
  { brokerOrderId }: { brokerOrderId: string | null },
): UnreadableRow[] =>
  unreadable.filter((row) => row.brokerOrderId === null || row.brokerOrderId === brokerOrderId);

/** Whether the order may be in a row of the book that cannot be read. */
export const mayHide = (...about: Parameters<typeof mayBeAbout>): boolean =>
  mayBeAbout(...about).length > 0;
