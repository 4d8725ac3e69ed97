import type { LinkIdentity, LinkPolicies } from '@ome/engine';
import type { Settings } from '@ome/platform';
import { brokerRoute } from './broker/broker';
import { BROKERS } from './brokers';
import { FIX, fixRoute } from './fix/fix-link';
import { exchangeDecimals } from './price-decimals';
import { REST, restDecimals } from './rest/rest-link';

/** Every link and broker session in the settings. */
export const linkIdentities = (settings: Settings): LinkIdentity[] => [
  {
    name: REST,
    route: REST,
    accounts: null,
    priceDecimals: restDecimals(settings.EXECUTION_LINK_PRICE_DECIMALS),
  },
  ...settings.FIX_LINK_SESSIONS.map((access) => ({
    name: FIX,
    route: fixRoute(access),
    accounts: access.accounts,
    priceDecimals: exchangeDecimals,
  })),
  ...BROKERS.flatMap((broker) =>
    broker.accounts(settings).map((credentials) => ({
      name: broker.name,
      route: brokerRoute(broker.name, credentials),
      accounts: credentials.accounts,
      priceDecimals: exchangeDecimals,
      productOf: broker.productOf,
    })),
  ),
];

/** The orders that each link accepts: by its settings, and by what its broker offers. */
export const linkPolicies = (settings: Settings): LinkPolicies => ({
  [REST]: { ioc: settings.EXECUTION_LINK_IOC_ORDERS, amo: false },
  [FIX]: { ioc: 'pass', amo: false },
  ...Object.fromEntries(BROKERS.map((broker) => [broker.name, broker.policy(settings)])),
});
