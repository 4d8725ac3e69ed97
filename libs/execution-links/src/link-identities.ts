import type { LinkIdentity } from '@ome/engine';
import type { BrokerCredentials, Settings } from '@ome/platform';
import { breezeProductName } from './breeze/breeze-product';
import { flattradeProduct } from './flattrade/flattrade-codes';

export const REST = 'rest';
export const FLATTRADE = 'flattrade';
export const BREEZE = 'breeze';

const PRODUCT_OF = { [FLATTRADE]: flattradeProduct, [BREEZE]: breezeProductName };

/** Currencies are quoted to a hundredth of a paisa, everything else in paise. */
export const priceDecimals = ({ exchange }: { exchange: string }): number =>
  exchange === 'CDS' ? 4 : 2;

export type BrokerName = keyof typeof PRODUCT_OF;

export const brokerIdentity = (name: BrokerName, { userId, accounts }: BrokerCredentials) => ({
  name,
  route: `${name}-${userId}`,
  accounts,
  priceDecimals,
  productOf: PRODUCT_OF[name],
});

/** Every link and broker session that the settings name. */
export const linkIdentities = (settings: Settings): LinkIdentity[] => [
  { name: REST, route: REST, accounts: null },
  ...settings.FLATTRADE_ACCOUNTS.map((credentials) => brokerIdentity(FLATTRADE, credentials)),
  ...settings.BREEZE_ACCOUNTS.map((credentials) => brokerIdentity(BREEZE, credentials)),
];
