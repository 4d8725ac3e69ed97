import type { ApiKeys } from '@ome/composition';
import { covers } from '@ome/domain';
import type { FixMessage } from '@ome/fix';
import { mayDo, Scope } from '@ome/platform';
import type { SessionDefinition } from './session-definition';

/**
 * Whether a counterparty may log on: by an API key with the scope orders that is entitled to all
 * that the session is. It is in Password (554), or in RawData (96), as FIX 4.2 has no passwords.
 */
export class LogonCheck {
  private keyId: string | null = null;

  constructor(
    private readonly keys: Pick<ApiKeys, 'identify' | 'callerOf'>,
    private readonly session: Pick<SessionDefinition, 'entitlement' | 'needsKey'>,
  ) {}

  /** Why a Logon is refused; null if it is not. */
  async refusal(message: FixMessage): Promise<string | null> {
    if (!this.session.needsKey) return null;
    const caller = await this.keys.identify(message.get(554) ?? message.get(96) ?? '');
    if (!caller) return 'Password (554) is not a valid API key';
    if (!mayDo(caller.scopes, Scope.Orders)) return 'The API key lacks the scope orders';
    if (!covers(caller.entitlement, this.session.entitlement)) {
      return 'The API key is not entitled to all accounts and users of the session';
    }
    this.keyId = caller.keyId;
    return null;
  }

  /** False once the key of the last Logon is revoked or has expired. */
  async isStillValid(): Promise<boolean> {
    return this.keyId === null || (await this.keys.callerOf(this.keyId)) !== null;
  }
}
