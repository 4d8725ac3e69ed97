import type { FixApplication, FixMessage, OutgoingMessage } from '@ome/fix';
import { businessReject } from '../order-entry/answers';
import type { LogonCheck } from './logon-check';

/** A drop copy listens: nothing can be asked for on it. */
export class DropCopyApplication implements FixApplication {
  constructor(private readonly check: LogonCheck) {}

  logon(message: FixMessage): Promise<string | null> {
    return this.check.refusal(message);
  }

  message(message: FixMessage): OutgoingMessage[] {
    return [businessReject(message, '3', 'A drop copy takes no requests')];
  }
}
