import { EVERYTHING, type Entitlement } from '@ome/domain';
import {
  FIX_SESSION_DEFAULTS,
  type FixSessionStore,
  type StoredFixSession,
} from '@ome/persistence';

/** The session of a counterparty, as this process is to serve it. */
export interface SessionDefinition extends Omit<StoredFixSession, 'accounts' | 'users'> {
  /** Whose orders it may enter, change and hear of. */
  entitlement: Entitlement;
  /** Whether a Logon has to carry an API key. */
  needsKey: boolean;
}

const { accounts: _accounts, users: _users, ...DEFAULTS } = FIX_SESSION_DEFAULTS;

export const developmentSession = (
  compId: string,
  version: SessionDefinition['version'],
  role: SessionDefinition['role'] = DEFAULTS.role,
): SessionDefinition => ({
  ...DEFAULTS,
  compId,
  version,
  role,
  entitlement: EVERYTHING,
  needsKey: false,
  defaultAccount: compId,
  revision: 0,
});

/** The sessions that an open engine has from the start: in development, on a loopback address. */
const DEVELOPMENT_SESSIONS: readonly SessionDefinition[] = [
  developmentSession('DESK42', 'FIX.4.2'),
  developmentSession('DESK44', 'FIX.4.4'),
  developmentSession('DESK50', 'FIX.5.0SP2'),
  developmentSession('DROP44', 'FIX.4.4', 'dropCopy'),
];

/** The sessions to serve at the moment. A stored one replaces one of development. */
export class SessionDefinitions {
  constructor(
    private readonly store: Pick<FixSessionStore, 'list'>,
    private readonly isOpen: boolean,
  ) {}

  async current(): Promise<SessionDefinition[]> {
    // On links the engine logs on itself: workers do.
    const stored = (await this.store.list())
      .filter(({ role }) => role !== 'link')
      .map(({ accounts, users, ...session }): SessionDefinition => ({
        ...session,
        entitlement: { accounts, users },
        needsKey: !this.isOpen,
      }));
    const taken = new Set(stored.map(({ compId }) => compId));
    const others = this.isOpen ? DEVELOPMENT_SESSIONS : [];
    return [...stored, ...others.filter(({ compId }) => !taken.has(compId))];
  }
}

/** What the journal calls whoever enters orders by a session. */
export const enteredBy = (compId: string): string => `fix:${compId}`;
