/** The store cannot confirm the outcome or accepts no writes; the caller answers 503. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** Too many requests wait for the store: new ones are refused at once. */
export class Overloaded extends StoreUnavailable {
  override readonly name = 'Overloaded';
}

/** Where and why a history becomes unreadable. */
export interface UnreadablePlace {
  /** The kind of history: an order's, a basket's. */
  stream: string;
  id: string;
  /** The first event that cannot be folded. */
  seq: number;
  /** `newer`: a newer engine wrote it and can read it; `broken`: no version can. */
  kind: 'newer' | 'broken';
  reason: string;
}

/** Records an unreadable history; it neither waits nor throws. */
export type NoteUnreadable = (place: UnreadablePlace) => void;

/**
 * A history that cannot be folded: an event is missing, or this process does not know one. Nothing
 * can be decided on it, and it must not block other histories.
 */
export class HistoryUnreadable extends Error {
  override readonly name = 'HistoryUnreadable';

  constructor(readonly place: UnreadablePlace) {
    const { stream, id, seq, reason } = place;
    super(`The history of ${stream} ${id} cannot be read from event ${seq} on: ${reason}`);
  }
}

/**
 * Does work for one of many items, so that an unreadable history does not block the others.
 *
 * @param otherwise the result if the work needs an unreadable history
 */
export async function unlessUnreadable<Result, Otherwise = null>(
  work: () => Promise<Result>,
  otherwise: Otherwise,
): Promise<Result | Otherwise> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HistoryUnreadable) return otherwise;
    throw error;
  }
}
