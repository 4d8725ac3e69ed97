import { APPROVAL_RULE_NAMES, RISK_RULE_NAMES } from '@ome/domain';
import type { FastifyRequest } from 'fastify';
import { SetMetadata } from '@nestjs/common';

/** The part of a request that a field is in. */
type Place = 'params' | 'query' | 'body';

interface AuditedAction {
  /** Fields that together identify the subject, in display order. */
  subject: readonly string[];
  /** Fields to show. An allow list, so that no secret is stored. */
  shows: readonly string[];
  /** Fields of items to show, if the body is a list. */
  showsOfItems?: readonly string[];
  /** How long entries are kept that programs create in large numbers; others are kept forever. */
  keptDays?: number;
}

/** The audited requests. Requests on orders are in the journal. */
export const AUDIT_ACTIONS = {
  'risk.limits.set': {
    subject: ['account', 'exchange', 'symbol'],
    shows: RISK_RULE_NAMES,
  },
  'risk.limits.remove': { subject: ['account', 'exchange', 'symbol'], shows: [] },
  'risk.killSwitch.pull': { subject: ['id'], shows: ['scope', 'reason', 'cancelOpen'] },
  'risk.killSwitch.release': { subject: ['id'], shows: ['scope'] },
  'approvals.rules.set': { subject: ['account', 'userId'], shows: APPROVAL_RULE_NAMES },
  'approvals.approve': { subject: ['id'], shows: ['reason'] },
  'approvals.reject': { subject: ['id'], shows: ['reason'] },
  'changes.approve': { subject: ['id'], shows: ['reason'] },
  'changes.reject': { subject: ['id'], shows: ['reason'] },
  'order.release': { subject: ['orderId'], shows: [] },
  'basket.create': {
    subject: ['account', 'basketClOrdId'],
    shows: ['underlying', 'expiry', 'proceedWhen', 'onFailure'],
  },
  'basket.cancel': { subject: ['basketId'], shows: ['reason', 'unwind'] },
  'basket.approve': { subject: ['basketId'], shows: ['reason'] },
  'basket.reject': { subject: ['basketId'], shows: ['reason'] },
  'links.login': { subject: ['link', 'account'], shows: [] },
  'links.exit': { subject: ['orderId'], shows: ['link', 'account'] },
  'links.convert': {
    subject: ['link', 'account'],
    shows: ['exchange', 'symbol', 'side', 'quantity', 'fromProduct', 'toProduct', 'positionType'],
  },
  'prices.feed': {
    subject: [],
    shows: [],
    showsOfItems: ['exchange', 'symbol', 'lastPx'],
    keptDays: 7,
  },
  'order.resolve': { subject: ['orderId'], shows: ['resolution', 'brokerOrderId', 'reason'] },
  'order.follow': { subject: ['orderId'], shows: ['userId'] },
  'order.unfollow': { subject: ['orderId'], shows: ['userId'] },
  'reports.assign': { subject: ['id'], shows: ['orderId'] },
  'reports.book': {
    subject: ['id'],
    shows: ['orderId', 'reason', 'ExecType', 'ExecID', 'ExecRefID', 'LastQty', 'LastPx'],
  },
  'fills.confirm': { subject: ['orderId'], shows: ['execId', 'reason'] },
  'reports.dismiss': { subject: ['id'], shows: ['reason'] },
  'instruments.import': { subject: ['broker', 'file'], shows: ['unit'] },
  'keys.create': { subject: ['name'], shows: ['scopes', 'accounts', 'users', 'expiresAt'] },
  'keys.revoke': { subject: ['id'], shows: [] },
  'users.create': {
    subject: ['login'],
    shows: ['name', 'roles', 'accounts', 'users', 'signIn'],
  },
  'users.change': {
    subject: ['login'],
    shows: ['name', 'roles', 'accounts', 'users', 'disabled'],
  },
  'users.reset': { subject: ['login'], shows: [] },
  'users.signOut': { subject: ['login'], shows: [] },
  // Strangers try, too.
  'session.open': { subject: ['login'], shows: [], keptDays: 90 },
  'session.setUp': { subject: ['login'], shows: [], keptDays: 90 },
  'session.endedAtProvider': { subject: [], shows: [], keptDays: 90 },
  'session.close': { subject: [], shows: [] },
  'session.closeAll': { subject: [], shows: [] },
  'session.keys.create': { subject: ['name'], shows: ['scopes', 'accounts', 'users', 'expiresAt'] },
  'session.keys.revoke': { subject: ['id'], shows: [] },
  'fix.sessions.set': {
    subject: ['compId'],
    shows: [
      'version',
      'role',
      'enabled',
      'accounts',
      'users',
      'defaultAccount',
      'defaultExchange',
      'resetAllowed',
      'cancelOnDisconnect',
      'maxMessagesPerSecond',
      'messageTypes',
      'addresses',
      'certificates',
      'hours',
      'timeZone',
      'tradingDaysOf',
    ],
  },
  'fix.sessions.remove': { subject: ['compId'], shows: [] },
  'fix.sessions.logout': { subject: ['compId'], shows: ['reason'] },
  'fix.sessions.reset': { subject: ['compId'], shows: ['reason'] },
  'rebuild.start': { subject: [], shows: [] },
  'queues.open': { subject: [], shows: [] },
  'queues.close': { subject: [], shows: [] },
  'deliveries.retry': { subject: ['id'], shows: [] },
} as const satisfies Record<string, AuditedAction>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

const PLACES: readonly Place[] = ['params', 'query', 'body'];
const MAX_FIELD = 128;
const MAX_SUMMARY = 512;
/** The most items in a summary. */
const MAX_ITEMS = 50;

/** Describes a request that is not validated yet. */
export function described(
  action: AuditAction,
  request: Pick<FastifyRequest, Place>,
): { subject: string | null; summary: string; keptDays: number | null } {
  const { subject, shows, showsOfItems = [], keptDays }: AuditedAction = AUDIT_ACTIONS[action];
  const named = subject.flatMap((field) => textOf(valueOf(request, field)) ?? []);
  const shown = shows.flatMap((field) => {
    const text = textOf(valueOf(request, field));
    return text === null ? [] : `${field} ${text}`;
  });
  const list: unknown[] = Array.isArray(request.body) ? request.body : [];
  const items = Array.isArray(request.body) ? [`${list.length} items`] : [];
  for (const item of list.slice(0, MAX_ITEMS)) {
    const texts = showsOfItems.flatMap((field) => textOf(fieldOf(item, field)) ?? []);
    if (texts.length > 0) items.push(texts.join(' '));
  }
  return {
    subject: named.length > 0 ? named.join(' ') : null,
    summary: [...items, ...shown].join(', ').slice(0, MAX_SUMMARY),
    keptDays: keptDays ?? null,
  };
}

function valueOf(request: Pick<FastifyRequest, Place>, field: string): unknown {
  for (const place of PLACES) {
    const value = fieldOf(request[place], field);
    if (value !== undefined) return value;
  }
  return undefined;
}

const fieldOf = (fields: unknown, field: string): unknown =>
  typeof fields === 'object' && fields !== null && Object.hasOwn(fields, field)
    ? (fields as Record<string, unknown>)[field]
    : undefined;

/** Undefined fields give null. A field that is null removes a rule, and is shown. */
function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, MAX_FIELD);
}

export const AUDITED = 'audited';

/**
 * Audits every request to the route. All routes that change something need it, except those on
 * orders: the journal records order changes.
 */
export const Audited = (action: AuditAction) => SetMetadata(AUDITED, action);
