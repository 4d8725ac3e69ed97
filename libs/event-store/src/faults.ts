/** The store cannot say what happened or takes no writes; the caller answers 503. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** More waits for the store than it writes in a moment: whoever asks now is sent away at once. */
export class Overloaded extends StoreUnavailable {
  override readonly name = 'Overloaded';
}

/** Where a history cannot be read on, and why. */
export interface UnreadablePlace {
  /** The kind of history: an order's, a basket's. */
  stream: string;
  id: string;
  /** The first event that cannot be folded. */
  seq: number;
  /** `newer`: a newer engine wrote it and can read it; `broken`: nobody can. */
  kind: 'newer' | 'broken';
  reason: string;
}

/** Takes note of a history that cannot be read; it neither waits nor throws. */
export type NoteUnreadable = (place: UnreadablePlace) => void;

/**
 * A history that cannot be folded: an event is missing, or this process does not know what one
 * means. Nothing can be decided on it, and it must hold up nobody else.
 */
export class HistoryUnreadable extends Error {
  override readonly name = 'HistoryUnreadable';

  constructor(readonly place: UnreadablePlace) {
    const { stream, id, seq, reason } = place;
    super(`The history of ${stream} ${id} cannot be read from event ${seq} on: ${reason}`);
  }
}

/**
 * Does work for one of many, so that a history that cannot be read holds up none of the others.
 *
 * @param otherwise what it comes to where it needs such a history
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
