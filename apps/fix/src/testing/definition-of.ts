import { EVERYTHING } from '@ome/domain';
import type { FixVersion } from '@ome/fix';
import { FIX_SESSION_DEFAULTS } from '@ome/persistence';
import type { SessionDefinition } from '../sessions/session-definition';

/** A session that asks for no key, for every account. */
export function definitionOf(
  compId: string,
  version: FixVersion,
  role: SessionDefinition['role'] = 'orderEntry',
): SessionDefinition {
  const { accounts: _accounts, users: _users, ...defaults } = FIX_SESSION_DEFAULTS;
  return {
    ...defaults,
    compId,
    version,
    role,
    entitlement: EVERYTHING,
    needsKey: false,
    defaultAccount: compId,
    revision: 0,
  };
}
