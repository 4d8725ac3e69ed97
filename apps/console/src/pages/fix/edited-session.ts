import type {
  FixSessionRequest,
  FixSessionRole,
  FixSessionVersion,
  FixSessionView,
} from '@ome/contracts';

/** A session as a form has it: texts, and lists as texts with commas. */
export interface SessionFields {
  compId: string;
  version: FixSessionVersion;
  role: FixSessionRole;
  accounts: string;
  users: string;
  defaultAccount: string;
  defaultExchange: string;
  resetAllowed: boolean;
  cancelOnDisconnect: boolean;
  maxMessagesPerSecond: string;
  messageTypes: string;
  addresses: string;
  certificates: string;
  hours: string;
  timeZone: string;
  tradingDaysOf: string;
}

const listText = (list: readonly string[] | null | undefined): string => list?.join(', ') ?? '';

/** Of a new one if it is null. */
export const sessionFields = (session: FixSessionView | null): SessionFields => ({
  compId: session?.compId ?? '',
  version: session?.version ?? 'FIX.4.4',
  role: session?.role ?? 'orderEntry',
  accounts: listText(session?.accounts),
  users: listText(session?.users),
  defaultAccount: session?.defaultAccount ?? '',
  defaultExchange: session?.defaultExchange ?? '',
  resetAllowed: session?.resetAllowed ?? true,
  cancelOnDisconnect: session?.cancelOnDisconnect ?? false,
  maxMessagesPerSecond: session?.maxMessagesPerSecond?.toString() ?? '',
  messageTypes: listText(session?.messageTypes),
  addresses: listText(session?.addresses),
  certificates: listText(session?.certificates),
  hours: session?.hours ?? '',
  timeZone: session?.timeZone ?? '',
  tradingDaysOf: session?.tradingDaysOf ?? '',
});

const list = (text: string): string[] | undefined => {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length > 0 ? names : undefined;
};

const text = (given: string): string | undefined => given.trim() || undefined;

/** What is left blank is left out: the API has defaults for it, and tells what is wrong. */
export function sessionRequest(fields: SessionFields, enabled: boolean): FixSessionRequest {
  const most = text(fields.maxMessagesPerSecond);
  const request = {
    version: fields.version,
    role: fields.role,
    enabled,
    accounts: list(fields.accounts),
    users: list(fields.users),
    defaultAccount: text(fields.defaultAccount),
    defaultExchange: text(fields.defaultExchange),
    resetAllowed: fields.resetAllowed,
    cancelOnDisconnect: fields.cancelOnDisconnect,
    maxMessagesPerSecond: most === undefined ? undefined : Number(most),
    messageTypes: list(fields.messageTypes),
    addresses: list(fields.addresses),
    certificates: list(fields.certificates),
    hours: text(fields.hours),
    timeZone: text(fields.timeZone),
    tradingDaysOf: text(fields.tradingDaysOf),
  };
  return Object.fromEntries(
    Object.entries(request).filter(([, value]) => value !== undefined),
  ) as unknown as FixSessionRequest;
}
