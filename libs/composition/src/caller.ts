import type { Entitlement } from '@ome/domain';

/** Who makes a request, and how far they reach. */
export interface Caller {
  /** Who acts, in journal, audit and approvals: `user:anna`, or the id of a program's key. */
  by: string;
  /** The person, signed in or by a key of their own; null of a program. */
  login: string | null;
  scopes: readonly string[];
  entitlement: Entitlement;
  /** When the key ends; null of a key that does not, and of a person who is signed in. */
  expiresAt: Date | null;
}

const PERSON = 'user:';

export const actorOf = (login: string): string => `${PERSON}${login}`;

/** The person who acted; null if it was a program, or the engine. */
export const loginOf = (by: string): string | null =>
  by.startsWith(PERSON) ? by.slice(PERSON.length) : null;
