import type { BrokerLink, BrokerStores, CallBudget, CallLimits } from '@ome/engine';
import type { BrokerCredentials, Settings } from '@ome/platform';
import { BROKERS } from '../brokers';
import { type Broker, brokerRoute } from './broker';
import { BrokerLogin } from './broker-login';

/** What broker sessions need from the process that they run in. */
export interface BrokerSurroundings {
  settings: Settings;
  stores: BrokerStores;
  budgetOf: (route: string, limits: CallLimits) => CallBudget;
  now: () => Date;
  /** Called when a session comes up or goes down. */
  onChange: (route: string) => void;
}

/**
 * Commands that may be in progress at once, per session and worker: the limits allow ten a second.
 */
const CONNECTIONS = 8;

/** All configured broker sessions. Each looks for its own login. */
export const brokerLinks = (surroundings: BrokerSurroundings): BrokerLink[] =>
  BROKERS.flatMap((broker) =>
    broker.accounts(surroundings.settings).map((each) => brokerLink(broker, each, surroundings)),
  );

/** The calls that each session offers, by route. */
export const callLimits = (settings: Settings): ReadonlyMap<string, CallLimits> =>
  new Map(
    BROKERS.flatMap((broker) =>
      broker
        .accounts(settings)
        .map((each) => [brokerRoute(broker.name, each), broker.callLimits(settings)] as const),
    ),
  );

function brokerLink(
  broker: Broker,
  credentials: BrokerCredentials,
  { settings, stores, budgetOf, now, onChange }: BrokerSurroundings,
): BrokerLink {
  const route = brokerRoute(broker.name, credentials);
  const changed = (): void => onChange(route);
  const login = new BrokerLogin(stores.tokens, broker.name, credentials.userId, now, changed);
  void login.start();
  const options = {
    credentials,
    login,
    fedQuotes: stores.quotes,
    budget: budgetOf(route, broker.callLimits(settings)),
    timeoutMs: settings.LINK_TIMEOUT_MS,
    connections: CONNECTIONS,
    newOrderMaxWaitMs: settings.BROKER_ORDER_MAX_WAIT_MS,
    now,
    onHealthChange: changed,
  };
  return broker.link(options, settings, stores);
}
