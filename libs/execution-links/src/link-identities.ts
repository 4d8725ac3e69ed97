import type { LinkIdentity } from '@ome/engine';
import type { BrokerCredentials, Settings } from '@ome/platform';

export const REST = 'rest';
export const FLATTRADE = 'flattrade';
export const BREEZE = 'breeze';

export const brokerIdentity = (
  name: string,
  { userId, accounts }: BrokerCredentials,
): LinkIdentity => ({ name, route: `${name}-${userId}`, accounts });

/** Every link and broker session that the settings name. */
export const linkIdentities = (settings: Settings): LinkIdentity[] => [
  { name: REST, route: REST, accounts: null },
  ...settings.FLATTRADE_ACCOUNTS.map((credentials) => brokerIdentity(FLATTRADE, credentials)),
  ...settings.BREEZE_ACCOUNTS.map((credentials) => brokerIdentity(BREEZE, credentials)),
];
