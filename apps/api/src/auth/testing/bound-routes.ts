import { BASKET_EXAMPLE, IRON_CONDOR_EXAMPLE } from '../../baskets/examples';
import type { Call } from '../../testing/test-api';
import { newOrder } from '../../testing/test-api';
import type { Bound } from '../declared-routes';

/** Ids of things of the first desk, which a key of the other desk requests. */
export interface FirstDesk {
  account: string;
  user: string;
  orderId: string;
  basketId: string;
  reportId: string;
  messageId: string;
  keyId: string;
  login: string;
}

/** A request, and the status that a key of another account gets. */
type Asked = [url: string, status: number, call?: Call];

export interface BoundRoute {
  by: Bound | 'public' | 'board';
  asks: (first: FirstDesk) => Asked[];
}

/** What a socket may send, as `accounts.spec` tries with keys of both desks. */
export const SOCKET_MESSAGES = ['subscribe'];

const route = (by: BoundRoute['by'], asks: BoundRoute['asks']): BoundRoute => ({ by, asks });
const nothing = route('public', () => []);
const board = (url: string) => route('board', () => [[url, 403]]);

const bodied = (body: unknown): Call => ({ body });

/** The session of the first desk. */
const books = (account: string, rest: string): string =>
  `/links/flattrade/accounts/${account}/${rest}`;

const CONVERSION = {
  exchange: 'NSE',
  symbol: 'ACC',
  side: 'BUY',
  quantity: '1',
  fromProduct: 'MIS',
  toProduct: 'CNC',
  positionType: 'DAY',
};

/** Every route of the API, and how the accounts of a key restrict it. */
export const BOUND_ROUTES: Record<string, BoundRoute> = {
  'POST /orders': route('handler', ({ account, user }) => [
    ['/orders', 403, bodied(newOrder({ account }))],
    ['/orders', 403, bodied(newOrder({ account, userId: user, clOrdId: 'hidden-order' }))],
  ]),
  'GET /orders': route('handler', ({ account, user, orderId }) => [
    ['/orders', 200],
    [`/orders?account=${account}`, 200],
    [`/orders?user=${user}&open=true`, 200],
    [`/orders?tag=hidden-tag`, 200],
    [`/orders?parent=${orderId}`, 200],
  ]),
  'POST /orders/cancel-all': route('handler', ({ account, user }) => [
    ['/orders/cancel-all', 202, bodied({})],
    ['/orders/cancel-all', 202, bodied({ account })],
    ['/orders/cancel-all', 400, bodied({ userId: user })],
  ]),
  'GET /orders/:orderId': route('order', ({ orderId }) => [
    [`/orders/${orderId}`, 404],
    [`/orders/${orderId}?at=2030-01-01`, 404],
  ]),
  'PUT /orders/:orderId': route('order', ({ orderId }) => [
    [`/orders/${orderId}`, 404, bodied({ quantity: '90' })],
  ]),
  'POST /orders/:orderId/release': route('order', ({ orderId }) => [
    [`/orders/${orderId}/release`, 404],
  ]),
  'POST /baskets/:basketId/approve': route('basket', ({ basketId }) => [
    [`/baskets/${basketId}/approve`, 404, bodied({})],
  ]),
  'POST /baskets/:basketId/reject': route('basket', ({ basketId }) => [
    [`/baskets/${basketId}/reject`, 404, bodied({ reason: 'No' })],
  ]),
  'GET /changes': route('engine', () => [['/changes', 403]]),
  'POST /changes/:id/approve': route('engine', () => [['/changes/0123/approve', 403, bodied({})]]),
  'POST /changes/:id/reject': route('engine', () => [
    ['/changes/0123/reject', 403, bodied({ reason: 'No' })],
  ]),
  'GET /approvals': route('handler', () => [['/approvals', 200]]),
  'GET /approvals/baskets': route('handler', () => [['/approvals/baskets', 200]]),
  'POST /approvals/:id/approve': route('handler', ({ orderId }) => [
    [`/approvals/${orderId}/approve`, 404, bodied({})],
  ]),
  'POST /approvals/:id/reject': route('handler', ({ orderId }) => [
    [`/approvals/${orderId}/reject`, 404, bodied({ reason: 'No' })],
  ]),
  'GET /approvals/rules': route('handler', () => [['/approvals/rules', 200]]),
  'PUT /approvals/rules': route('handler', ({ account, user }) => [
    ['/approvals/rules', 403, bodied({ everyOrder: true })],
    ['/approvals/rules', 403, bodied({ account, everyOrder: true })],
    ['/approvals/rules', 403, bodied({ userId: user, everyOrder: true })],
  ]),
  'POST /orders/:orderId/cancel': route('order', ({ orderId }) => [
    [`/orders/${orderId}/cancel`, 404, bodied({})],
  ]),
  'GET /orders/:orderId/events': route('order', ({ orderId }) => [
    [`/orders/${orderId}/events`, 404],
  ]),
  'GET /orders/:orderId/fills': route('order', ({ orderId }) => [
    [`/orders/${orderId}/fills`, 404],
  ]),
  'POST /orders/:orderId/fills/:execId/confirm': route('order', ({ orderId }) => [
    [`/orders/${orderId}/fills/hidden-fill/confirm`, 404, bodied({ reason: 'Seen' })],
  ]),
  'PUT /orders/:orderId/followers/:userId': route('order', ({ orderId }) => [
    [`/orders/${orderId}/followers/9907`, 404],
  ]),
  'DELETE /orders/:orderId/followers/:userId': route('order', ({ orderId }) => [
    [`/orders/${orderId}/followers/4108`, 404],
  ]),
  'POST /orders/:orderId/resolve': route('order', ({ orderId }) => [
    [`/orders/${orderId}/resolve`, 404, bodied({ resolution: 'REJECT' })],
  ]),
  'POST /order_endpoint': route('handler', ({ account, user, orderId }) => [
    [
      '/order_endpoint',
      403,
      bodied({
        type: 1,
        user_id: Number(user),
        product_id: 'ACC',
        side: 0,
        price_instruction: 'LIMIT',
        ask_price: 1,
        total_qty: 1,
        client: 1,
        exchange_id: 'NSE',
        account: Number(account),
      }),
    ],
    ['/order_endpoint', 404, bodied({ type: 2, order_id: orderId, total_qty: 90 })],
    ['/order_endpoint', 404, bodied({ type: 3, order_id: orderId })],
    ['/order_endpoint', 200, bodied({ type: 4, user_id: Number(user) })],
    ['/order_endpoint', 200, bodied({ type: 5, symbols: ['HIDDEN'] })],
  ]),
  'POST /execution_endpoint': route('engine', ({ orderId }) => [
    ['/execution_endpoint', 403, bodied({ ClOrdID: orderId, OrdStatus: '4' })],
  ]),
  'POST /place_order': nothing,
  'POST /baskets': route('handler', ({ account }) => [
    ['/baskets', 403, bodied({ ...BASKET_EXAMPLE, account })],
  ]),
  'POST /baskets/iron-condor': route('handler', ({ account }) => [
    ['/baskets/iron-condor', 400, bodied({ ...IRON_CONDOR_EXAMPLE, account, quantity: '0' })],
  ]),
  'GET /baskets': route('handler', ({ account }) => [
    ['/baskets', 200],
    [`/baskets?account=${account}`, 200],
  ]),
  'GET /baskets/:basketId': route('basket', ({ basketId }) => [[`/baskets/${basketId}`, 404]]),
  'POST /baskets/:basketId/cancel': route('basket', ({ basketId }) => [
    [`/baskets/${basketId}/cancel`, 404, bodied({})],
  ]),
  'GET /fills': route('handler', ({ account, orderId }) => [
    ['/fills', 200],
    [`/fills?account=${account}`, 200],
    [`/fills?orderId=${orderId}`, 200],
  ]),
  'GET /events': route('handler', () => [['/events?limit=1000', 200]]),
  // The spec reads the stream: inject would wait for its end.
  'GET /events/stream': route('handler', () => []),
  'GET /positions': route('handler', ({ account }) => [
    ['/positions', 200],
    [`/positions?account=${account}`, 200],
    ['/positions?broker=true', 200],
  ]),
  'GET /positions/history': route('handler', ({ account }) => [
    ['/positions/history', 200],
    [`/positions/history?account=${account}`, 200],
  ]),
  'POST /positions/close': route('handler', ({ account }) => [
    ['/positions/close', 403, bodied({ account, exchange: 'NSE', symbol: 'HIDDEN' })],
  ]),
  'POST /positions/close-all': route('handler', ({ account }) => [
    ['/positions/close-all', 403, bodied({ account })],
  ]),
  'GET /prices': route('handler', () => [['/prices?symbols=HIDDEN', 200]]),
  'POST /prices': route('engine', () => [
    ['/prices', 403, bodied([{ exchange: 'NSE', symbol: 'ACC', lastPx: '1' }])],
  ]),
  'GET /ops/waiting': route('handler', () => [['/ops/waiting', 200]]),
  'GET /ops/closings': route('handler', () => [['/ops/closings', 200]]),
  'GET /ops/alerts': route('handler', () => [['/ops/alerts', 200]]),
  'GET /ops/undelivered': route('handler', () => [['/ops/undelivered', 200]]),
  'GET /ops/set-aside': route('engine', () => [['/ops/set-aside', 403]]),
  'POST /ops/undelivered/retry': route('engine', () => [['/ops/undelivered/retry', 403]]),
  'POST /ops/undelivered/:id/retry': route('handler', ({ messageId }) => [
    [`/ops/undelivered/${encodeURIComponent(messageId)}/retry`, 404],
  ]),
  'GET /ops/unmatched-reports': route('engine', () => [['/ops/unmatched-reports', 403]]),
  'POST /ops/unmatched-reports/:id/assign': route('engine', ({ reportId, orderId }) => [
    [`/ops/unmatched-reports/${reportId}/assign`, 403, bodied({ orderId })],
  ]),
  'POST /ops/unmatched-reports/:id/book': route('engine', ({ reportId, orderId }) => [
    [`/ops/unmatched-reports/${reportId}/book`, 403, bodied({ orderId, reason: 'Seen' })],
  ]),
  'POST /ops/unmatched-reports/:id/dismiss': route('engine', ({ reportId }) => [
    [`/ops/unmatched-reports/${reportId}/dismiss`, 403, bodied({ reason: 'Of nobody' })],
  ]),
  'GET /reconciliation': route('handler', () => [['/reconciliation', 200]]),
  'GET /links': route('handler', () => [['/links', 200]]),
  'GET /links/:link/:account/callback/:signature': nothing,
  'POST /links/:link/:account/callback/:signature': nothing,
  'GET /links/:link/accounts/:account/orders': route('handler', ({ account }) => [
    [books(account, 'orders'), 404],
  ]),
  'GET /links/:link/accounts/:account/orders/:orderId/history': route(
    'handler',
    ({ account, orderId }) => [[books(account, `orders/${orderId}/history`), 404]],
  ),
  'POST /links/:link/accounts/:account/orders/:orderId/exit': route(
    'handler',
    ({ account, orderId }) => [[books(account, `orders/${orderId}/exit`), 404]],
  ),
  'GET /links/:link/accounts/:account/trades': route('handler', ({ account }) => [
    [books(account, 'trades'), 404],
  ]),
  'GET /links/:link/accounts/:account/positions': route('handler', ({ account }) => [
    [books(account, 'positions'), 404],
  ]),
  'GET /links/:link/accounts/:account/holdings': route('handler', ({ account }) => [
    [books(account, 'holdings'), 404],
  ]),
  'GET /links/:link/accounts/:account/limits': route('handler', ({ account }) => [
    [books(account, 'limits'), 404],
  ]),
  'POST /links/:link/accounts/:account/login': route('handler', ({ account }) => [
    [books(account, 'login'), 404, bodied({ code: 'x' })],
  ]),
  'POST /links/:link/accounts/:account/conversions': route('handler', ({ account }) => [
    [books(account, 'conversions'), 404, bodied(CONVERSION)],
  ]),
  'GET /risk/limits': route('handler', ({ account }) => [
    ['/risk/limits', 200],
    [`/risk/limits?account=${account}`, 403],
  ]),
  'PUT /risk/limits': route('handler', ({ account }) => [
    ['/risk/limits', 403, bodied({ account, lotSize: false })],
    ['/risk/limits', 403, bodied({ lotSize: false })],
  ]),
  'DELETE /risk/limits': route('handler', ({ account }) => [
    [`/risk/limits?account=${account}`, 403],
    ['/risk/limits', 403],
  ]),
  'GET /risk/changes': route('handler', () => [['/risk/changes', 200]]),
  'GET /risk/kill-switch': route('handler', () => [['/risk/kill-switch', 200]]),
  'POST /risk/kill-switch': route('handler', ({ account, user }) => [
    ['/risk/kill-switch', 403, bodied({ scope: 'account', id: account, reason: 'x' })],
    ['/risk/kill-switch', 403, bodied({ scope: 'user', id: user, reason: 'x' })],
    ['/risk/kill-switch', 403, bodied({ scope: 'engine', reason: 'x', cancelOpen: true })],
  ]),
  'DELETE /risk/kill-switch/engine': route('handler', () => [['/risk/kill-switch/engine', 403]]),
  'DELETE /risk/kill-switch/:scope/:id': route('handler', ({ account, user }) => [
    [`/risk/kill-switch/account/${account}`, 403],
    [`/risk/kill-switch/user/${user}`, 403],
  ]),
  // It contains the other desk's own requests, which the spec checks.
  'GET /audit': route('handler', ({ keyId }) => [
    ['/audit?action=order.new', 200],
    [`/audit?by=${keyId}`, 200],
  ]),
  'GET /audit/verification': route('engine', () => [['/audit/verification', 403]]),
  'GET /audit/export': route('engine', () => [['/audit/export', 403]]),
  'GET /keys': route('handler', () => [['/keys', 200]]),
  'POST /keys': route('handler', ({ account }) => [
    ['/keys', 403, bodied({ name: 'wider', scopes: ['orders'] })],
    ['/keys', 403, bodied({ name: 'wider', scopes: ['orders'], accounts: [account] })],
  ]),
  'GET /users': route('handler', () => [['/users', 200]]),
  'POST /users': route('handler', ({ account }) => [
    ['/users', 403, bodied({ login: 'wider', name: 'Wider', roles: ['viewer'] })],
    ['/users', 403, bodied({ login: 'wider', name: 'W', roles: ['viewer'], accounts: [account] })],
  ]),
  'PUT /users/:login': route('handler', ({ login }) => [
    [`/users/${login}`, 404, bodied({ name: 'Mine', roles: ['viewer'], accounts: ['990*'] })],
  ]),
  'POST /users/:login/reset': route('handler', ({ login }) => [[`/users/${login}/reset`, 404]]),
  'DELETE /users/:login/sessions': route('handler', ({ login }) => [
    [`/users/${login}/sessions`, 404],
  ]),
  // They are for the person who asks: `people.spec` tries those of another one.
  'GET /session': route('nothing', () => [['/session', 403]]),
  'DELETE /session': route('nothing', () => [['/session', 403]]),
  'DELETE /session/all': route('nothing', () => [['/session/all', 403]]),
  'GET /session/keys': route('nothing', () => [['/session/keys', 403]]),
  'POST /session/keys': route('nothing', () => [['/session/keys', 403, bodied({ name: 'x' })]]),
  'DELETE /session/keys/:id': route('nothing', ({ keyId }) => [[`/session/keys/${keyId}`, 403]]),
  'POST /session': nothing,
  'POST /session/setup': nothing,
  'PUT /session/setup': nothing,
  'GET /session/oidc': nothing,
  'GET /session/oidc/callback': nothing,
  'POST /session/oidc/device': nothing,
  'POST /session/oidc/device/session': nothing,
  'POST /session/oidc/logout': nothing,
  'GET /fix/sessions': route('engine', () => [['/fix/sessions', 403]]),
  'PUT /fix/sessions/:compId': route('engine', () => [
    ['/fix/sessions/DESK', 403, bodied({ version: 'FIX.4.4' })],
  ]),
  'DELETE /fix/sessions/:compId': route('engine', () => [['/fix/sessions/DESK', 403]]),
  'POST /fix/sessions/:compId/logout': route('engine', () => [['/fix/sessions/DESK/logout', 403]]),
  'POST /fix/sessions/:compId/reset': route('engine', () => [
    ['/fix/sessions/DESK/reset', 403, bodied({ reason: 'Agreed' })],
  ]),
  'GET /fix/sessions/:compId/messages': route('engine', () => [
    ['/fix/sessions/DESK/messages', 403],
  ]),
  'DELETE /keys/:id': route('handler', ({ keyId }) => [[`/keys/${keyId}`, 404]]),
  'GET /connectivity': route('engine', () => [['/connectivity', 403]]),
  'GET /connectivity/history': route('engine', () => [['/connectivity/history?link=rest', 403]]),
  'GET /inspection': route('engine', () => [['/inspection', 403]]),
  'GET /inspection/:name': route('engine', () => [['/inspection/orders', 403]]),
  'GET /rebuild': route('engine', () => [['/rebuild', 403]]),
  'POST /rebuild': route('engine', () => [['/rebuild', 403]]),
  'POST /queues/session': route('engine', () => [['/queues/session', 403]]),
  'DELETE /queues/session': route('engine', () => [['/queues/session', 403]]),
  'POST /instruments/import': route('engine', () => [
    ['/instruments/import?broker=flattrade&file=x.csv', 403],
  ]),
  'GET /instruments': route('nothing', () => [['/instruments', 200]]),
  'GET /instruments/:exchange/:symbol': route('nothing', () => [['/instruments/NSE/ACC', 404]]),
  'GET /exchanges': route('nothing', () => [['/exchanges', 200]]),
  'GET /health/live': nothing,
  'GET /health/ready': nothing,
  'GET /metrics': nothing,
  'GET /console/settings': nothing,
  'GET /queues': board('/queues'),
  'GET /queues/': board('/queues/api/queues'),
};

/** Static files, which hold no data, and the queue board, which is for unrestricted admins. */
export const isFileOrBoard = (name: string): boolean =>
  /^GET \/docs|^\w+ \/queues\/(?!session)/.test(name);
