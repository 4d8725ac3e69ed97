import type { BrokerLink, BrokerStores, CallBudget, CallLimits, Instruments } from '@ome/engine';
import type { BrokerCredentials, Settings } from '@ome/platform';
import { BreezeLink } from '../breeze/breeze-link';
import { FlattradeLink } from '../flattrade/flattrade-link';
import { BREEZE, brokerIdentity, type BrokerName, FLATTRADE } from '../link-identities';
import type { BrokerLinkOptions } from './broker-link-options';
import { BrokerLogin } from './broker-login';

/** What broker sessions need of the process that they are in. */
export interface BrokerSurroundings {
  settings: Settings;
  stores: BrokerStores;
  budgetOf: (route: string, limits: CallLimits) => CallBudget;
  now: () => Date;
  /** Told when a session comes up or goes down. */
  onChange: (route: string) => void;
}

/** Commands that may be under way at once, per session and worker: the limits allow ten a second. */
const CONNECTIONS = 8;

/** Cancels keep this share of every limit for themselves. */
const reserved = (limit: number): number => limit - Math.max(1, Math.floor(limit / 10));

/** All broker sessions that the settings name. Each looks for its login by itself. */
export function brokerLinks(surroundings: BrokerSurroundings): BrokerLink[] {
  const { settings } = surroundings;
  return [
    ...settings.FLATTRADE_ACCOUNTS.map((each) => flattradeLink(each, surroundings)),
    ...settings.BREEZE_ACCOUNTS.map((each) => breezeLink(each, surroundings)),
  ];
}

/** What each session may call, by its route. */
export const callLimits = (settings: Settings): ReadonlyMap<string, CallLimits> =>
  new Map([
    ...settings.FLATTRADE_ACCOUNTS.map(
      (each) => [brokerIdentity(FLATTRADE, each).route, flattradeLimits(settings)] as const,
    ),
    ...settings.BREEZE_ACCOUNTS.map(
      (each) => [brokerIdentity(BREEZE, each).route, breezeLimits(settings)] as const,
    ),
  ]);

function flattradeLink(
  credentials: BrokerCredentials,
  surroundings: BrokerSurroundings,
): BrokerLink {
  const { settings } = surroundings;
  return new FlattradeLink({
    ...commonOptions(FLATTRADE, credentials, flattradeLimits(settings), surroundings),
    marketOrders: settings.FLATTRADE_MARKET_ORDERS,
    restUrl: settings.FLATTRADE_REST_URL,
    socketUrl: settings.FLATTRADE_SOCKET_URL,
    authUrl: settings.FLATTRADE_LOGIN_URL,
    tokenUrl: settings.FLATTRADE_TOKEN_URL,
    signing: settings.FLATTRADE_SIGNING,
    ampersand: settings.FLATTRADE_AMPERSAND,
  });
}

function breezeLink(credentials: BrokerCredentials, surroundings: BrokerSurroundings): BrokerLink {
  const { settings, stores } = surroundings;
  const { holds, orders } = stores;
  return new BreezeLink({
    ...commonOptions(BREEZE, credentials, breezeLimits(settings), surroundings),
    marketOrders: settings.BREEZE_MARKET_ORDERS,
    restUrl: settings.BREEZE_REST_URL,
    loginPageUrl: settings.BREEZE_LOGIN_URL,
    streamUrl: settings.BREEZE_STREAM_URL,
    modifyQuantity: settings.BREEZE_MODIFY_QUANTITY,
    cashFramePrices: settings.BREEZE_CASH_FRAME_PRICES,
    sendWindowMs: settings.SEND_WINDOW_MS,
    holds,
    ours: async (brokerOrderId) =>
      (await orders.findByBrokerOrderId(BREEZE, brokerOrderId)) !== null,
  });
}

function commonOptions(
  name: BrokerName,
  credentials: BrokerCredentials,
  limits: CallLimits,
  { settings, stores, budgetOf, now, onChange }: BrokerSurroundings,
): Omit<BrokerLinkOptions, 'marketOrders'> & { instruments: Instruments } {
  const { route } = brokerIdentity(name, credentials);
  const changed = (): void => onChange(route);
  const login = new BrokerLogin(stores.tokens, name, credentials.userId, now, changed);
  void login.start();
  return {
    credentials,
    login,
    instruments: stores.instruments,
    fedQuotes: stores.quotes,
    budget: budgetOf(route, limits),
    timeoutMs: settings.LINK_TIMEOUT_MS,
    connections: CONNECTIONS,
    newOrderMaxWaitMs: settings.BROKER_ORDER_MAX_WAIT_MS,
    now,
    onHealthChange: changed,
  };
}

/** Orders and reads are counted apart. */
const flattradeLimits = (settings: Settings): CallLimits => {
  const orders = (name: string, ms: number, limit: number) => ({
    name,
    ms,
    limits: { cancel: limit, order: reserved(limit) },
  });
  const reads = (name: string, ms: number, read: number) => ({ name, ms, limits: { read } });
  return {
    windows: [
      orders('orders-second', 1_000, settings.FLATTRADE_ORDERS_PER_SECOND),
      orders('orders-minute', 60_000, settings.FLATTRADE_ORDERS_PER_MINUTE),
      reads('reads-second', 1_000, settings.FLATTRADE_READS_PER_SECOND),
      reads('reads-minute', 60_000, settings.FLATTRADE_READS_PER_MINUTE),
    ],
    perDay: null,
  };
};

/** Every call counts, and reads leave room for orders. */
const breezeLimits = (settings: Settings): CallLimits => {
  const second = settings.BREEZE_ORDERS_PER_SECOND;
  const minute = settings.BREEZE_CALLS_PER_MINUTE;
  const day = settings.BREEZE_CALLS_PER_DAY;
  const forReads = (limit: number): number => Math.floor((limit * 4) / 5);
  return {
    windows: [
      { name: 'orders-second', ms: 1_000, limits: { cancel: second, order: reserved(second) } },
      {
        name: 'calls-minute',
        ms: 60_000,
        limits: { cancel: minute, order: reserved(minute), read: forReads(minute) },
      },
    ],
    perDay: { cancel: day, order: reserved(day), read: forReads(day) },
  };
};
