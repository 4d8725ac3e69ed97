import type { SendOutcome } from '@ome/engine';
import { withoutSecrets } from '../http/without-secrets';

/** How the engine reacts to a broker's error. */
export type FaultClass =
  /** Nothing was done; the same call may succeed later. */
  | 'retryLater'
  /** The session has ended: its owner has to log in again. Nothing was done. */
  | 'reauthenticate'
  /** Too many calls; this one was not processed. The whole session waits. */
  | 'rateLimited'
  /** The broker refused it for good. */
  | 'rejected'
  /** The call may have taken effect or not. */
  | 'unknown';

/**
 * An error of a broker, or of the connection to it, in the broker's own words and with a remedy.
 */
export class BrokerFault extends Error {
  override readonly name = 'BrokerFault';

  constructor(
    readonly faultClass: FaultClass,
    readonly brokerText: string,
    /** The remedy, for the order and for ops. */
    readonly remedy: string | null = null,
    readonly retryAfterMs: number | null = null,
  ) {
    super(remedy === null ? brokerText : `${brokerText} (${remedy})`);
  }

  /** The same fault without secrets, for a broker that may repeat what it was sent. */
  without(secrets: readonly string[]): BrokerFault {
    const { faultClass, brokerText, remedy, retryAfterMs } = this;
    return new BrokerFault(faultClass, withoutSecrets(brokerText, secrets), remedy, retryAfterMs);
  }
}

/** How long a session waits after a refusal for its limits that names no pause. */
export const RATE_LIMIT_PAUSE_MS = 2_000;

/** The command result that follows from a fault. */
export function sendOutcomeOf(fault: BrokerFault): SendOutcome {
  const { faultClass, message: text, retryAfterMs } = fault;
  switch (faultClass) {
    case 'retryLater':
    case 'reauthenticate':
      return { outcome: 'notSent', text, retryAfterMs };
    case 'rateLimited':
      return { outcome: 'notSent', text, retryAfterMs: retryAfterMs ?? RATE_LIMIT_PAUSE_MS };
    case 'rejected':
      return { outcome: 'refused', text };
    case 'unknown':
      return { outcome: 'unknown', text };
  }
}
