import type { SendOutcome } from '@ome/engine';
import { withoutSecrets } from '../http/without-secrets';

/** What is to be done about an error of a broker. */
export type FaultClass =
  /** Nothing was done; the same call may go through later. */
  | 'retryLater'
  /** The session is over: its owner has to log in again. Nothing was done. */
  | 'reauthenticate'
  /** Too many calls; this one was not looked at. The whole session waits. */
  | 'rateLimited'
  /** A final no, by the broker's own word. */
  | 'rejected'
  /** It may have been done or not. */
  | 'unknown';

/** An error of a broker, or of the way there, in the broker's own words and with what helps. */
export class BrokerFault extends Error {
  override readonly name = 'BrokerFault';

  constructor(
    readonly faultClass: FaultClass,
    readonly brokerText: string,
    /** What to do about it, for the order and for ops. */
    readonly remedy: string | null = null,
    readonly retryAfterMs: number | null = null,
  ) {
    super(remedy === null ? brokerText : `${brokerText} (${remedy})`);
  }

  /** The same, for a broker that may repeat what it was sent. */
  without(secrets: readonly string[]): BrokerFault {
    const { faultClass, brokerText, remedy, retryAfterMs } = this;
    return new BrokerFault(faultClass, withoutSecrets(brokerText, secrets), remedy, retryAfterMs);
  }
}

/** How long a session waits that was refused for its limits and not told for how long. */
export const RATE_LIMIT_PAUSE_MS = 2_000;

/** What a fault means for the command that met it. */
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
