export const FIX_SESSION_VERSIONS = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const;
export type FixSessionVersion = (typeof FIX_SESSION_VERSIONS)[number];

/**
 * Order entry gets the reports of its own orders, a drop copy those of every order; on a link the
 * engine itself logs on, and sends its orders to a venue.
 */
export const FIX_SESSION_ROLES = ['orderEntry', 'dropCopy', 'link'] as const;
export type FixSessionRole = (typeof FIX_SESSION_ROLES)[number];

/** MsgTypes (35) of what a counterparty may ask for. */
export const FIX_REQUEST_TYPES = ['D', 'E', 'F', 'G', 'H', 'AF', 'q'] as const;

const DAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';

/** `09:00-17:30` of every day, or `sunday 18:00-friday 17:00` of every week. */
export const FIX_SESSION_HOURS = new RegExp(`^(?:${TIME}-${TIME}|${DAY} ${TIME}-${DAY} ${TIME})$`);

/** A field of the venue's own. */
export interface FixVenueField {
  tag: number;
  /** `{account}`, `{user}` and `{product}` stand for those of the order. */
  value: string;
}

/** How the engine reaches a venue, and what the venue promises. */
export interface FixLinkTerms {
  host: string;
  port: number;
  /** Whether the connection is encrypted. */
  tls: boolean;
  /** SenderCompID (49) that the venue gave us. */
  senderCompId: string;
  /** HeartBtInt (108) in seconds. */
  heartBtInt: number;
  /** Both numbers restart with each Logon: what was not told before is then lost. */
  resetOnLogon: boolean;
  /** Both numbers restart where the venue has lost them. Otherwise people decide. */
  resetWhenLost: boolean;
  /** A number that the venue asks for again was not acted on. */
  askedAgainProvesAbsence: boolean;
  /** An order that the venue says it does not know was not, and will not be, acted on. */
  unknownProvesAbsence: boolean;
  /** The venue answers OrderMassStatusRequest (AF), which FIX 4.2 does not have. */
  massStatus: boolean;
  /** The venue recognizes an order that was sent before, by its ClOrdID (11) and PossResend (97). */
  dedupes: boolean;
  /** ClOrdIDs have at most 20 characters, letters and digits. */
  shortClOrdIds: boolean;
  /** In the header of every message. */
  header: FixVenueField[];
  /** In every order, change and cancel. */
  fields: FixVenueField[];
}

/** `PUT /fix/sessions/:compId`: the session of a counterparty, whole; what is left out is the default. */
export interface FixSessionRequest {
  version: FixSessionVersion;
  /** Default: order entry. */
  role?: FixSessionRole;
  /** False: nobody may log on to it. Default: true. */
  enabled?: boolean;
  /** Names of accounts, or prefixes that end in `*`. Default: all. */
  accounts?: string[];
  /** Names of users, or prefixes that end in `*`. Default: all. */
  users?: string[];
  /** For orders without Account (1). Default: the CompID. */
  defaultAccount?: string;
  /** For orders without SecurityExchange (207). Default: NSE. */
  defaultExchange?: string;
  /** Whether ResetSeqNumFlag (141) is obeyed. Default: true. */
  resetAllowed?: boolean;
  /** Whether open orders of the session are canceled when its connection ends. Default: false. */
  cancelOnDisconnect?: boolean;
  /** More messages within a second are refused; at twice as many it is logged out. Default: no limit. */
  maxMessagesPerSecond?: number;
  /** MsgTypes (35) that it may send, beside those of the session itself. Default: all. */
  messageTypes?: string[];
  /** IP addresses, or networks such as `10.1.0.0/16`, that it may connect from. Default: all. */
  addresses?: string[];
  /** SHA-256 fingerprints of the client certificates with which it may connect. Default: all. */
  certificates?: string[];
  /**
   * When it may be logged on, as `FIX_SESSION_HOURS` has it; both numbers restart whenever that
   * begins. Default: always.
   */
  hours?: string;
  /** Of its hours, an IANA name. Default: the market's. */
  timeZone?: string;
  /** Closed on days without a session of this exchange; of daily hours alone. */
  tradingDaysOf?: string;
  /** Of the role link alone, and needed there; what is left out is the default. */
  link?: Pick<FixLinkTerms, 'host' | 'port'> & Partial<FixLinkTerms>;
}

/** `closed`: outside its hours; `unserved`: no process has reported for some seconds. */
export const FIX_SESSION_STATES = [
  'loggedOn',
  'loggedOut',
  'closed',
  'disabled',
  'unserved',
] as const;
export type FixSessionState = (typeof FIX_SESSION_STATES)[number];

/** The connection of a FIX session, as the process that serves it reported it. */
export interface FixSessionStatusView {
  state: FixSessionState;
  /** When it was logged on, or out; null if no process ever served it. */
  since: string | null;
  /** Which process serves it, or did last. */
  process: string | null;
  /** When anything came from the counterparty last. */
  heardAt: string | null;
  /** Messages that have their numbers, and were not written to a connection yet. */
  queuedOut: number;
  /** The last refusal of a Logon, Logout with a text, or fault of a connection. */
  lastEnd: { at: string; text: string } | null;
  /** When the process reported this. */
  reportedAt: string | null;
}

/** `GET /fix/sessions` answers `{ items: FixSessionView[] }`, by CompID. */
export interface FixSessionView {
  /** SenderCompID (49) of the counterparty. */
  compId: string;
  version: FixSessionVersion;
  role: FixSessionRole;
  enabled: boolean;
  /** Null for all. */
  accounts: string[] | null;
  users: string[] | null;
  defaultAccount: string;
  defaultExchange: string;
  resetAllowed: boolean;
  cancelOnDisconnect: boolean;
  /** Null without a limit. */
  maxMessagesPerSecond: number | null;
  /** Null for all. */
  messageTypes: string[] | null;
  addresses: string[] | null;
  certificates: string[] | null;
  /** Null for always. */
  hours: string | null;
  /** Null for the market's. */
  timeZone: string | null;
  tradingDaysOf: string | null;
  /** Null of other roles than link. */
  link: FixLinkTerms | null;
  /** MsgSeqNum (34) that the counterparty has to send next. */
  nextIn: number;
  /** MsgSeqNum that the engine sends next. */
  nextOut: number;
  status: FixSessionStatusView;
}

/** `POST /fix/sessions/:compId/reset` */
export interface FixSessionResetRequest {
  /** For the audit. */
  reason: string;
}

/** `POST /fix/sessions/:compId/logout` */
export interface FixSessionLogoutRequest {
  /** For the audit. */
  reason?: string;
}

/** A field of a FIX message. */
export interface FixFieldView {
  tag: number;
  /** Null if the version has no such field. */
  name: string | null;
  /** `***` in place of what is secret. */
  value: string;
  /** What a code means; null for others. */
  meaning: string | null;
}

/** A message that the engine sent in a FIX session, or keeps for it. */
export interface FixMessageView {
  /** MsgSeqNum (34); restarts with each reset. */
  seq: number;
  at: string;
  /** MsgType (35). */
  type: string;
  /** Such as `ExecutionReport`; null if the version has none of that type. */
  name: string | null;
  /** Beyond those that every message has. */
  fields: FixFieldView[];
}
