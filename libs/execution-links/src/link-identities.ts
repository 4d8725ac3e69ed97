import type { LinkIdentity, LinkPolicies } from '@ome/engine';
import type { Settings } from '@ome/platform';
import { brokerRoute } from './broker/broker';
import { BROKERS } from './brokers';
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
  ...Object.fromEntries(BROKERS.map((broker) => [broker.name, broker.policy(settings)])),
});
