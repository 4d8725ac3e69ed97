import type { FixApplication, FixMessage, OutgoingMessage } from '@ome/fix';
import { businessReject } from '../order-entry/order-entry-application';

/** A drop copy listens: nothing can be asked for on it. */
export class DropCopyApplication implements FixApplication {
  logon(): null {
    return null;
  }

  message(message: FixMessage): OutgoingMessage[] {
    return [businessReject(message, '3', 'A drop copy takes no requests')];
  }
}
