/** The store cannot say what happened or takes no writes; the caller answers 503. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Where a history cannot be read on, and why. */
export interface UnreadablePlace {
  /** The kind of history: an order's, a basket's. */
  stream: string;
  id: string;
  /** The first event that cannot be folded. */
  seq: number;
  reason: string;
}

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

/** Does the work, but for what needs a history that is set aside; false where it was that. */
export async function unlessUnreadable(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof HistoryUnreadable) return false;
    throw error;
  }
}
