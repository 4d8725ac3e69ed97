import type { Evidence } from '../observe/evidence';

export interface Violation {
  readonly text: string;
  /** The order whose journal shows more. */
  readonly orderId?: string;
}

/** A property that must hold whatever was done to the engine. */
export interface Invariant {
  readonly name: string;
  readonly check: (evidence: Evidence) => Violation[];
}

/** The histories of all orders of the load, with the events of one type. */
export const eventsOfType = (evidence: Evidence, orderId: string, type: string) =>
  (evidence.journal.get(orderId) ?? []).filter((event) => event.type === type);
