import type {
  ApiKeyView,
  BasketLegDetailView,
  BasketView,
  CollectionInspectionView,
  FeedItem,
  FillView,
  FeedConsumerInspectionView,
  InstrumentView,
  KillSwitchView,
  LeaseInspectionView,
  LinkView,
  OrderHistoryItem,
  OrderView,
  PositionDayView,
  PriceView,
  QueueInspectionView,
  RebuildDifferenceView,
  ValuedPositionView,
} from '@ome/contracts';
import type { Column } from './table';

const right = 'right' as const;

export const ORDERS: Column<OrderView>[] = [
  { head: 'ORDER', of: ({ orderId }) => orderId },
  { head: 'ACCOUNT', of: ({ account }) => account },
  { head: 'SIDE', of: ({ side }) => side },
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, of: ({ orderQty }) => orderQty },
  { head: 'FILLED', align: right, of: ({ cumQty }) => cumQty },
  { head: 'PRICE', align: right, of: ({ price, ordType }) => price ?? ordType },
  { head: 'AVG PX', align: right, of: ({ avgPx, cumQty }) => (cumQty === '0' ? null : avgPx) },
  {
    head: 'STATUS',
    of: ({ ordStatus, inDoubt }) => (inDoubt ? `${ordStatus}, in doubt` : ordStatus),
  },
  { head: 'LINK', of: ({ link }) => link },
  { head: 'REASON', of: ({ reason }) => reason },
];

export const HISTORY: Column<OrderHistoryItem>[] = [
  { head: 'SEQ', align: right, of: ({ seq }) => seq },
  { head: 'AT', of: ({ at }) => at },
  { head: 'EVENT', of: ({ type }) => type },
  { head: 'STATUS', of: ({ order }) => order.ordStatus },
  { head: 'FILLED', align: right, of: ({ order }) => order.cumQty },
  { head: 'REASON', of: ({ order }) => order.reason },
];

export const FILLS: Column<FillView>[] = [
  { head: 'AT', of: ({ at }) => at },
  { head: 'EXEC ID', of: ({ execId }) => execId },
  { head: 'ORDER', of: ({ orderId }) => orderId },
  { head: 'ACCOUNT', of: ({ account }) => account },
  { head: 'SIDE', of: ({ side }) => side },
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, of: ({ quantity }) => quantity },
  { head: 'PRICE', align: right, of: ({ price }) => price },
  { head: 'STATE', of: ({ state }) => state },
];

/** The fields of a position on every day. */
const NET_POSITION: Column<Omit<PositionDayView, 'day' | 'lastPx'>>[] = [
  { head: 'ACCOUNT', of: ({ account }) => account },
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'PRODUCT', of: ({ product }) => product },
  { head: 'LINK', of: ({ link }) => link },
  { head: 'NET', align: right, of: ({ netQty }) => netQty },
  { head: 'AVG PX', align: right, of: ({ avgPx }) => avgPx },
];

export const POSITIONS: Column<ValuedPositionView>[] = [
  ...NET_POSITION,
  { head: 'LAST', align: right, of: ({ lastPx }) => lastPx },
  { head: 'UNREALIZED', align: right, of: ({ unrealizedPnl }) => unrealizedPnl },
  { head: 'REALIZED', align: right, of: ({ realizedPnl }) => realizedPnl },
  { head: 'TODAY', align: right, of: ({ dayRealizedPnl }) => dayRealizedPnl },
];

export const LIMITS: Column<{ scope: string; rule: string; value: unknown; version: number }>[] = [
  { head: 'SCOPE', of: ({ scope }) => scope },
  { head: 'RULE', of: ({ rule }) => rule },
  { head: 'VALUE', align: right, of: ({ value }) => String(value) },
  { head: 'VERSION', align: right, of: ({ version }) => version },
];

export const KILL_SWITCHES: Column<KillSwitchView>[] = [
  { head: 'SCOPE', of: ({ scope, id }) => (id === null ? scope : `${scope} ${id}`) },
  { head: 'MODE', of: ({ mode }) => mode },
  { head: 'REASON', of: ({ reason }) => reason },
  { head: 'BY', of: ({ by }) => by },
  { head: 'AT', of: ({ at }) => at },
];

export const PRICES: Column<PriceView>[] = [
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'LAST', align: right, of: ({ lastPx }) => lastPx },
  { head: 'AT', of: ({ lastAt }) => lastAt },
  { head: 'FIRST OF DAY', align: right, of: ({ firstPx }) => firstPx },
  { head: 'BID', align: right, of: ({ bid }) => bid },
  { head: 'ASK', align: right, of: ({ ask }) => ask },
  { head: 'FROM', of: ({ source }) => source },
];

export const POSITION_DAYS: Column<PositionDayView>[] = [
  { head: 'DAY', of: ({ day }) => day },
  ...NET_POSITION,
  { head: 'BOUGHT', align: right, of: ({ dayBoughtQty }) => dayBoughtQty },
  { head: 'SOLD', align: right, of: ({ daySoldQty }) => daySoldQty },
  { head: 'REALIZED', align: right, of: ({ dayRealizedPnl }) => dayRealizedPnl },
];

export const EVENTS: Column<FeedItem>[] = [
  { head: 'AT', of: ({ at }) => at },
  { head: 'ORDER', of: ({ orderId }) => orderId },
  { head: 'SEQ', align: right, of: ({ seq }) => seq },
  { head: 'EVENT', of: ({ type }) => type },
  { head: 'STATUS', of: ({ order }) => order.ordStatus },
  { head: 'SIDE', of: ({ order }) => order.side },
  { head: 'SYMBOL', of: ({ order }) => `${order.symbol}.${order.exchange}` },
  { head: 'QTY', align: right, of: ({ order }) => order.orderQty },
  { head: 'FILL', align: right, of: ({ fill }) => fill && `${fill.quantity} at ${fill.price}` },
];

export const LINKS: Column<LinkView>[] = [
  { head: 'LINK', of: ({ link }) => link },
  { head: 'SESSION', of: ({ session }) => session },
  { head: 'ACCOUNTS', of: ({ accounts }) => accounts?.join(',') ?? 'all others' },
  { head: 'LOGIN', of: ({ login }) => login && `${login.state}, ${login.url}` },
  { head: 'STATE', of: ({ workers }) => workers.map(({ state }) => state).join(',') },
  { head: 'LAST ERROR', of: ({ workers }) => workers.find((one) => one.lastError)?.lastError },
];

export const INSTRUMENTS: Column<InstrumentView>[] = [
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'BROKER', of: ({ broker }) => broker },
  { head: 'ITS NAME', of: ({ brokerSymbol }) => brokerSymbol },
  { head: 'KIND', of: ({ kind }) => kind },
  { head: 'EXPIRY', of: ({ expiry }) => expiry },
  { head: 'STRIKE', align: right, of: ({ strike }) => strike },
  { head: 'LOT', align: right, of: ({ lotSize }) => lotSize },
  { head: 'TICK', align: right, of: ({ tickSize }) => tickSize },
  { head: 'FREEZE', align: right, of: ({ freezeQty }) => freezeQty },
];

export const KEYS: Column<ApiKeyView>[] = [
  { head: 'ID', of: ({ id }) => id },
  { head: 'NAME', of: ({ name }) => name },
  { head: 'SCOPES', of: ({ scopes }) => scopes.join(',') },
  { head: 'ACCOUNTS', of: ({ accounts }) => accounts?.join(',') },
  { head: 'USERS', of: ({ users }) => users?.join(',') },
  { head: 'MADE', of: ({ createdAt }) => createdAt },
  { head: 'EXPIRES', of: ({ expiresAt }) => expiresAt },
  { head: 'REVOKED', of: ({ revokedAt }) => revokedAt },
];

export const DIFFERENCES: Column<RebuildDifferenceView>[] = [
  { head: 'COLLECTION', of: ({ collection }) => collection },
  { head: 'ID', of: ({ id }) => id },
  { head: 'WAS', of: ({ kind }) => kind },
];

export const COLLECTIONS: Column<CollectionInspectionView>[] = [
  { head: 'NAME', of: ({ name }) => name },
  { head: 'DOCUMENTS', align: right, of: ({ documents }) => documents },
  { head: 'BYTES', align: right, of: ({ sizeBytes }) => sizeBytes },
  { head: 'ON DISK', align: right, of: ({ storageBytes }) => storageBytes },
  { head: 'INDEXES', align: right, of: ({ indexes }) => indexes?.length },
  { head: 'OLDEST', of: ({ oldest }) => oldest },
  { head: 'NEWEST', of: ({ newest }) => newest },
];

export const QUEUES: Column<QueueInspectionView>[] = [
  { head: 'NAME', of: ({ name }) => name },
  { head: 'WAITING', align: right, of: ({ counts }) => counts.waiting },
  { head: 'ACTIVE', align: right, of: ({ counts }) => counts.active },
  { head: 'DELAYED', align: right, of: ({ counts }) => counts.delayed },
  { head: 'FAILED', align: right, of: ({ counts }) => counts.failed },
];

export const FOLLOWERS: Column<FeedConsumerInspectionView>[] = [
  { head: 'NAME', of: ({ name }) => name },
  { head: 'STOOD THERE AT', of: ({ at }) => at },
  { head: 'SECONDS AGO', align: right, of: ({ ageSeconds }) => ageSeconds },
];

export const LEASES: Column<LeaseInspectionView>[] = [
  { head: 'NAME', of: ({ name }) => name },
  { head: 'HELD', of: ({ held }) => held },
  { head: 'HOLDER', of: ({ holder }) => holder },
  { head: 'UNTIL', of: ({ expiresAt }) => expiresAt },
];

export const BASKETS: Column<BasketView>[] = [
  { head: 'BASKET', of: ({ basketId }) => basketId },
  { head: 'ITS ID', of: ({ basketClOrdId }) => basketClOrdId },
  { head: 'ACCOUNT', of: ({ account }) => account },
  { head: 'STATUS', of: ({ status }) => status },
  { head: 'OUTCOME', of: ({ outcome }) => outcome },
  { head: 'LEGS', align: right, of: ({ legs }) => legs.length },
  { head: 'MADE', of: ({ createdAt }) => createdAt },
  { head: 'STOPPED BY', of: ({ stop }) => stop?.text },
];

export const BASKET_LEGS: Column<BasketLegDetailView>[] = [
  { head: 'STAGE', align: right, of: ({ stage }) => stage },
  { head: 'LEG', align: right, of: ({ leg }) => leg },
  { head: 'SIDE', of: ({ side }) => side },
  { head: 'SYMBOL', of: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, of: ({ quantity }) => quantity },
  { head: 'FILLED', align: right, of: ({ order }) => order?.cumQty },
  { head: 'AVG PX', align: right, of: ({ order }) => order?.avgPx },
  { head: 'STATUS', of: ({ order, refusal }) => order?.ordStatus ?? refusal?.code },
  { head: 'ORDER', of: ({ order }) => order?.orderId },
];
