import type { Entitlement } from '@ome/domain';
import type { FixSessionStore, StoredFixSession } from '@ome/persistence';

/** The session of a counterparty, as this process is to serve it. */
export interface SessionDefinition extends Omit<StoredFixSession, 'accounts' | 'users'> {
  /** Whose orders it may enter, change and hear of. */
  entitlement: Entitlement;
  /** Whether a Logon has to carry an API key. */
  needsKey: boolean;
}

/** The sessions to serve at the moment. */
export class SessionDefinitions {
  constructor(
    private readonly store: Pick<FixSessionStore, 'list'>,
    private readonly isOpen: boolean,
  ) {}

  async current(): Promise<SessionDefinition[]> {
    // On links the engine logs on itself: workers do.
    const stored = await this.store.list(this.isOpen);
    return stored
      .filter(({ enabled, role }) => enabled && role !== 'link')
      .map(({ accounts, users, ...session }) => ({
        ...session,
        entitlement: { accounts, users },
        needsKey: !this.isOpen,
      }));
  }
}

/** What the journal calls whoever enters orders by a session. */
export const enteredBy = (compId: string): string => `fix:${compId}`;
