import { EVERYTHING, type Entitlement } from '@ome/domain';
import type { FixVersion } from '@ome/fix';

/** SenderCompID (49) of everything that the engine sends. */
export const OUR_COMP_ID = 'OME';

/** What the sessions of one counterparty are for. */
export interface SessionDefinition {
  /** SenderCompID (49) of what the counterparty sends. */
  compId: string;
  version: FixVersion;
  /** Order entry gets the reports of its own orders, a drop copy those of every order. */
  role: 'orderEntry' | 'dropCopy';
  /** Whose orders it may enter, change and hear of. */
  entitlement: Entitlement;
  /** For orders that name no Account (1). */
  defaultAccount: string;
  /** For instruments that name no SecurityExchange (207). */
  defaultExchange: string;
}

const development = (
  compId: string,
  version: FixVersion,
  role: SessionDefinition['role'] = 'orderEntry',
): SessionDefinition => ({
  compId,
  version,
  role,
  entitlement: EVERYTHING,
  defaultAccount: compId,
  defaultExchange: 'NSE',
});

/** The sessions of an engine that is open: in development, on a loopback address. */
export const DEVELOPMENT_SESSIONS: readonly SessionDefinition[] = [
  development('DESK42', 'FIX.4.2'),
  development('DESK44', 'FIX.4.4'),
  development('DESK50', 'FIX.5.0SP2'),
  development('DROP44', 'FIX.4.4', 'dropCopy'),
];

/** What the journal calls whoever enters orders by a session. */
export const enteredBy = (compId: string): string => `fix:${compId}`;
