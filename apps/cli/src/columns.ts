import type {
  ApiKeyView,
  ApprovalRulesView,
  AuditEntryView,
  AwaitingBasket,
  AwaitingOrder,
  BasketLegDetailView,
  BasketView,
  CollectionInspectionView,
  CounterUseView,
  FixMessageView,
  FixSessionView,
  FeedItem,
  FillView,
  FeedConsumerInspectionView,
  InstrumentView,
  KillSwitchView,
  LeaseInspectionView,
  LinkView,
  OrderHistoryItem,
  OrderView,
  PendingChangeView,
  PositionDayView,
  PriceView,
  QueueInspectionView,
  RebuildDifferenceView,
  UserView,
  ValuedPositionView,
  WaitingOrderView,
} from '@ome/contracts';
import type { Column } from './table';

const right = 'right' as const;

export const ORDERS: Column<OrderView>[] = [
  { head: 'ORDER', value: ({ orderId }) => orderId },
  { head: 'ACCOUNT', minor: 1, value: ({ account }) => account },
  { head: 'SIDE', value: ({ side }) => side },
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, value: ({ orderQty }) => orderQty },
  { head: 'FILLED', align: right, value: ({ cumQty }) => cumQty },
  { head: 'PRICE', align: right, value: ({ price, ordType }) => price ?? ordType },
  {
    head: 'AVG PX',
    minor: 2,
    align: right,
    decimals: 4,
    value: ({ avgPx, cumQty }) => (cumQty === '0' ? null : avgPx),
  },
  {
    head: 'STATUS',
    value: ({ ordStatus, inDoubt }) => (inDoubt ? `${ordStatus}, in doubt` : ordStatus),
  },
  { head: 'LINK', minor: 3, value: ({ link }) => link },
  { head: 'REASON', wraps: true, value: ({ reason }) => reason },
];

export const WAITING: Column<WaitingOrderView>[] = [
  { head: 'ORDER', value: ({ order }) => order.orderId },
  { head: 'ACCOUNT', minor: 1, value: ({ order }) => order.account },
  { head: 'WHAT', value: ({ command }) => command },
  { head: 'SIDE', value: ({ order }) => order.side },
  { head: 'SYMBOL', value: ({ order: { symbol, exchange } }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, value: ({ order }) => order.orderQty },
  { head: 'STATE', value: ({ state }) => (state === 'inDoubt' ? 'in doubt' : state) },
  { head: 'SINCE', minor: 2, value: ({ since }) => since },
  { head: 'LINK', minor: 3, value: ({ order }) => order.link },
  { head: 'WHY', wraps: true, value: ({ text }) => text },
];

export const AUDIT: Column<AuditEntryView>[] = [
  { head: 'AT', value: ({ at }) => at },
  { head: 'BY', value: ({ by, byName }) => byName ?? by },
  { head: 'ACTION', value: ({ action }) => action },
  { head: 'SUBJECT', minor: 1, value: ({ subject }) => subject },
  { head: 'OUTCOME', value: ({ outcome }) => outcome },
  {
    head: 'SUMMARY',
    wraps: true,
    value: ({ summary, reason }) => (reason === null ? summary : `${summary}: ${reason}`),
  },
];

export const COUNTERS: Column<CounterUseView>[] = [
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'OPEN ORDERS', align: right, value: ({ openOrders }) => openOrders },
  { head: 'EXPOSURE', align: right, decimals: 2, value: ({ exposure }) => exposure },
  { head: "DAY'S RESULT", align: right, decimals: 2, value: ({ dayResult }) => dayResult },
];

export const APPROVALS: Column<AwaitingOrder>[] = [
  { head: 'ID', value: ({ approval }) => approval.id },
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'REQUEST', value: ({ approval }) => approval.request },
  { head: 'SIDE', value: ({ side }) => side },
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, value: ({ approval }) => approval.orderQty },
  { head: 'PRICE', align: right, value: ({ approval, ordType }) => approval.price ?? ordType },
  { head: 'BY', value: ({ approval }) => approval.by },
  { head: 'EXPIRES', value: ({ approval }) => approval.expiresAt },
  { head: 'WHY', wraps: true, value: ({ approval }) => approval.rules.join('; ') },
];

export const APPROVAL_RULES: Column<ApprovalRulesView>[] = [
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'USER', value: ({ userId }) => userId },
  {
    head: 'RULES',
    value: ({ rules }) =>
      Object.entries(rules)
        .map(([rule, value]) => `${rule}=${String(value)}`)
        .join(' '),
  },
  { head: 'VERSION', align: right, value: ({ version }) => String(version) },
  { head: 'SET BY', value: ({ setBy }) => setBy },
];

export const WAITING_BASKETS: Column<AwaitingBasket>[] = [
  { head: 'ID', value: ({ basketId }) => basketId },
  { head: 'BASKET', value: ({ basketClOrdId }) => basketClOrdId },
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'LEGS', align: right, value: ({ legs }) => legs.length },
  { head: 'BY', value: ({ approval }) => approval.by },
  { head: 'EXPIRES', value: ({ approval }) => approval.expiresAt },
  { head: 'WHY IT WAITS', wraps: true, value: ({ approval }) => approval.rules.join('; ') },
];

export const CHANGES: Column<PendingChangeView>[] = [
  { head: 'ID', value: ({ id }) => id },
  { head: 'CHANGE', value: ({ action }) => action },
  { head: 'WHAT', wraps: true, value: ({ request }) => JSON.stringify(request) },
  { head: 'BY', value: ({ by }) => by },
  { head: 'EXPIRES', value: ({ expiresAt }) => expiresAt },
];

export const HISTORY: Column<OrderHistoryItem>[] = [
  { head: 'SEQ', align: right, value: ({ seq }) => seq },
  { head: 'AT', value: ({ at }) => at },
  { head: 'EVENT', value: ({ type }) => type },
  { head: 'STATUS', value: ({ order }) => order.ordStatus },
  { head: 'FILLED', align: right, value: ({ order }) => order.cumQty },
  { head: 'REASON', wraps: true, value: ({ order }) => order.reason },
];

export const FILLS: Column<FillView>[] = [
  { head: 'AT', value: ({ at }) => at },
  { head: 'EXEC ID', value: ({ execId }) => execId },
  { head: 'ORDER', value: ({ orderId }) => orderId },
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'SIDE', value: ({ side }) => side },
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, value: ({ quantity }) => quantity },
  { head: 'PRICE', align: right, value: ({ price }) => price },
  { head: 'STATE', value: ({ state }) => state },
];

/** The fields of a position on every day. */
const NET_POSITION: Column<Omit<PositionDayView, 'day' | 'lastPx'>>[] = [
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'PRODUCT', minor: 1, value: ({ product }) => product },
  { head: 'LINK', minor: 2, value: ({ link }) => link },
  { head: 'NET', align: right, value: ({ netQty }) => netQty },
  { head: 'AVG PX', align: right, decimals: 4, value: ({ avgPx }) => avgPx },
];

export const POSITIONS: Column<ValuedPositionView>[] = [
  ...NET_POSITION,
  { head: 'LAST', align: right, value: ({ lastPx }) => lastPx },
  { head: 'UNREALIZED', align: right, decimals: 2, value: ({ unrealizedPnl }) => unrealizedPnl },
  { head: 'REALIZED', align: right, decimals: 2, value: ({ realizedPnl }) => realizedPnl },
  { head: 'TODAY', align: right, decimals: 2, value: ({ dayRealizedPnl }) => dayRealizedPnl },
];

export const LIMITS: Column<{ scope: string; rule: string; value: unknown; version: number }>[] = [
  { head: 'SCOPE', value: ({ scope }) => scope },
  { head: 'RULE', value: ({ rule }) => rule },
  { head: 'VALUE', align: right, value: ({ value }) => String(value) },
  { head: 'VERSION', align: right, value: ({ version }) => version },
];

export const KILL_SWITCHES: Column<KillSwitchView>[] = [
  { head: 'SCOPE', value: ({ scope, id }) => (id === null ? scope : `${scope} ${id}`) },
  { head: 'MODE', value: ({ mode }) => mode },
  { head: 'REASON', wraps: true, value: ({ reason }) => reason },
  { head: 'BY', value: ({ by }) => by },
  { head: 'AT', value: ({ at }) => at },
];

export const PRICES: Column<PriceView>[] = [
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'LAST', align: right, value: ({ lastPx }) => lastPx },
  { head: 'AT', value: ({ lastAt }) => lastAt },
  { head: 'FIRST OF DAY', align: right, value: ({ firstPx }) => firstPx },
  { head: 'BID', align: right, value: ({ bid }) => bid },
  { head: 'ASK', align: right, value: ({ ask }) => ask },
  { head: 'FROM', value: ({ source }) => source },
];

export const POSITION_DAYS: Column<PositionDayView>[] = [
  { head: 'DAY', value: ({ day }) => day },
  ...NET_POSITION,
  { head: 'BOUGHT', align: right, value: ({ dayBoughtQty }) => dayBoughtQty },
  { head: 'SOLD', align: right, value: ({ daySoldQty }) => daySoldQty },
  { head: 'REALIZED', align: right, decimals: 2, value: ({ dayRealizedPnl }) => dayRealizedPnl },
];

export const EVENTS: Column<FeedItem>[] = [
  { head: 'AT', value: ({ at }) => at },
  { head: 'ORDER', value: ({ orderId }) => orderId },
  { head: 'SEQ', align: right, value: ({ seq }) => seq },
  { head: 'EVENT', value: ({ type }) => type },
  { head: 'STATUS', value: ({ order }) => order.ordStatus },
  { head: 'SIDE', value: ({ order }) => order.side },
  { head: 'SYMBOL', value: ({ order }) => `${order.symbol}.${order.exchange}` },
  { head: 'QTY', align: right, value: ({ order }) => order.orderQty },
  { head: 'FILL', align: right, value: ({ fill }) => fill && `${fill.quantity} at ${fill.price}` },
];

export const LINKS: Column<LinkView>[] = [
  { head: 'LINK', value: ({ link }) => link },
  { head: 'SESSION', value: ({ session }) => session },
  { head: 'ACCOUNTS', value: ({ accounts }) => accounts?.join(',') ?? 'all others' },
  { head: 'LOGIN', value: ({ login }) => login && `${login.state}, ${login.url}` },
  { head: 'STATE', value: ({ workers }) => workers.map(({ state }) => state).join(',') },
  {
    head: 'LAST ERROR',
    wraps: true,
    value: ({ workers }) => workers.find((one) => one.lastError)?.lastError,
  },
];

export const INSTRUMENTS: Column<InstrumentView>[] = [
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'BROKER', value: ({ broker }) => broker },
  { head: 'ITS NAME', value: ({ brokerSymbol }) => brokerSymbol },
  { head: 'KIND', value: ({ kind }) => kind },
  { head: 'EXPIRY', value: ({ expiry }) => expiry },
  { head: 'STRIKE', align: right, value: ({ strike }) => strike },
  { head: 'LOT', align: right, value: ({ lotSize }) => lotSize },
  { head: 'TICK', align: right, value: ({ tickSize }) => tickSize },
  { head: 'FREEZE', align: right, value: ({ freezeQty }) => freezeQty },
];

export const KEYS: Column<ApiKeyView>[] = [
  { head: 'ID', value: ({ id }) => id },
  { head: 'NAME', value: ({ name }) => name },
  { head: 'OWNER', value: ({ owner }) => owner },
  { head: 'SCOPES', wraps: true, value: ({ scopes }) => scopes.join(',') },
  { head: 'ACCOUNTS', value: ({ accounts }) => accounts?.join(',') },
  { head: 'USERS', value: ({ users }) => users?.join(',') },
  { head: 'MADE', value: ({ createdAt }) => createdAt },
  { head: 'EXPIRES', value: ({ expiresAt }) => expiresAt },
  { head: 'REVOKED', value: ({ revokedAt }) => revokedAt },
];

export const USERS: Column<UserView>[] = [
  { head: 'LOGIN', value: ({ login }) => login },
  { head: 'NAME', value: ({ name }) => name },
  { head: 'ROLES', value: ({ roles }) => roles.join(',') },
  { head: 'ACCOUNTS', value: ({ accounts }) => accounts?.join(',') },
  { head: 'USERS', value: ({ users }) => users?.join(',') },
  { head: 'SIGN-IN', value: ({ signIn }) => signIn },
  { head: 'MADE', value: ({ createdAt }) => createdAt },
  {
    head: 'STATE',
    value: ({ disabled, hasSignedUp }) =>
      disabled ? 'disabled' : hasSignedUp ? 'active' : 'invited',
  },
];

export const FIX_SESSIONS: Column<FixSessionView>[] = [
  { head: 'COMPID', value: ({ compId }) => compId },
  { head: 'VERSION', value: ({ version }) => version },
  { head: 'ROLE', value: ({ role }) => role },
  { head: 'ACCOUNTS', value: ({ accounts }) => accounts?.join(',') },
  { head: 'USERS', value: ({ users }) => users?.join(',') },
  { head: 'HOURS', value: ({ hours }) => hours },
  { head: 'STATE', value: ({ status }) => status.state },
  { head: 'SINCE', value: ({ status }) => status.since },
  { head: 'HEARD', value: ({ status }) => ageOf(status.heardAt) },
  { head: 'NEXT IN', value: ({ nextIn }) => String(nextIn) },
  { head: 'NEXT OUT', value: ({ nextOut }) => String(nextOut) },
  { head: 'QUEUED', value: ({ status }) => String(status.queuedOut) },
  { head: 'REPORTED', value: ({ status }) => ageOf(status.reportedAt) },
  { head: 'LAST END', value: ({ status: { lastEnd } }) => lastEnd?.text },
];

/** How long ago, in whole seconds. */
const ageOf = (at: string | null): string | null =>
  at && `${Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1_000))} s ago`;

export const FIX_MESSAGES: Column<FixMessageView>[] = [
  { head: 'SEQ', align: right, value: ({ seq }) => String(seq) },
  { head: 'AT', value: ({ at }) => at },
  { head: 'MESSAGE', value: ({ type, name }) => name ?? type },
  {
    head: 'FIELDS',
    value: ({ fields }) =>
      fields.map(({ tag, name, value, meaning }) => `${name ?? tag}=${meaning ?? value}`).join(' '),
  },
];

export const DIFFERENCES: Column<RebuildDifferenceView>[] = [
  { head: 'COLLECTION', value: ({ collection }) => collection },
  { head: 'ID', value: ({ id }) => id },
  { head: 'WAS', value: ({ kind }) => kind },
];

export const COLLECTIONS: Column<CollectionInspectionView>[] = [
  { head: 'NAME', value: ({ name }) => name },
  { head: 'DOCUMENTS', align: right, value: ({ documents }) => documents },
  { head: 'BYTES', align: right, value: ({ sizeBytes }) => sizeBytes },
  { head: 'ON DISK', align: right, value: ({ storageBytes }) => storageBytes },
  { head: 'INDEXES', align: right, value: ({ indexes }) => indexes?.length },
  { head: 'OLDEST', value: ({ oldest }) => oldest },
  { head: 'NEWEST', value: ({ newest }) => newest },
];

export const QUEUES: Column<QueueInspectionView>[] = [
  { head: 'NAME', value: ({ name }) => name },
  { head: 'WAITING', align: right, value: ({ counts }) => counts.waiting },
  { head: 'ACTIVE', align: right, value: ({ counts }) => counts.active },
  { head: 'DELAYED', align: right, value: ({ counts }) => counts.delayed },
  { head: 'FAILED', align: right, value: ({ counts }) => counts.failed },
];

export const FOLLOWERS: Column<FeedConsumerInspectionView>[] = [
  { head: 'NAME', value: ({ name }) => name },
  { head: 'STOOD THERE AT', value: ({ at }) => at },
  { head: 'SECONDS AGO', align: right, value: ({ ageSeconds }) => ageSeconds },
];

export const LEASES: Column<LeaseInspectionView>[] = [
  { head: 'NAME', value: ({ name }) => name },
  { head: 'HELD', value: ({ held }) => held },
  { head: 'HOLDER', value: ({ holder }) => holder },
  { head: 'UNTIL', value: ({ expiresAt }) => expiresAt },
];

export const BASKETS: Column<BasketView>[] = [
  { head: 'BASKET', value: ({ basketId }) => basketId },
  { head: 'ITS ID', value: ({ basketClOrdId }) => basketClOrdId },
  { head: 'ACCOUNT', value: ({ account }) => account },
  { head: 'STATUS', value: ({ status }) => status },
  { head: 'OUTCOME', value: ({ outcome }) => outcome },
  { head: 'LEGS', align: right, value: ({ legs }) => legs.length },
  { head: 'MADE', value: ({ createdAt }) => createdAt },
  { head: 'STOPPED BY', wraps: true, value: ({ stop }) => stop?.text },
];

export const BASKET_LEGS: Column<BasketLegDetailView>[] = [
  { head: 'STAGE', align: right, value: ({ stage }) => stage },
  { head: 'LEG', align: right, value: ({ leg }) => leg },
  { head: 'SIDE', value: ({ side }) => side },
  { head: 'SYMBOL', value: ({ symbol, exchange }) => `${symbol}.${exchange}` },
  { head: 'QTY', align: right, value: ({ quantity }) => quantity },
  { head: 'FILLED', align: right, value: ({ order }) => order?.cumQty },
  { head: 'AVG PX', align: right, decimals: 4, value: ({ order }) => order?.avgPx },
  { head: 'STATUS', value: ({ order, refusal }) => order?.ordStatus ?? refusal?.code },
  { head: 'ORDER', value: ({ order }) => order?.orderId },
];
