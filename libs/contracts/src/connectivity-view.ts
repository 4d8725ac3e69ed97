/** How long calls took. Percentiles are within five percent of the truth; null without a call. */
export interface CallLatencyView {
  /** Calls that were answered, and those whose answer was lost or that could not be made. */
  answered: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

/** One window of the limits that a broker has on calls. */
export interface CallWindowView {
  name: string;
  windowMs: number;
  used: number;
  /** How many the window may hold for another call of the kind to go out. */
  limits: { cancel?: number; order?: number; read?: number };
}

export interface CallBudgetView {
  windows: CallWindowView[];
  /** Calls of the market's day; null where the broker counts none. */
  day: {
    day: string;
    used: number;
    limits: { cancel: number; order: number; read: number };
  } | null;
  /** The broker refused for its limits: nothing goes out until then. */
  pausedUntil: string | null;
}

export type LinkState = 'up' | 'down' | 'unknown';

/** The order stream of a broker session, in the worker that follows it. */
export interface LinkStreamView {
  open: boolean;
  since: string;
  heardAt: string | null;
  reconciledAt: string | null;
}

/** A link, or one session at a broker. */
export interface LinkConnectivityView {
  /** What orders name it by. */
  link: string;
  /** Names its queue and its history: the link, and the session where it has such. */
  route: string;
  /** The client code at the broker; null for links without sessions. */
  session: string | null;
  /** Null for every account that no other session of the link names. */
  accounts: readonly string[] | null;
  /** `up` where one worker at least reaches it, `unknown` where none says anything. */
  state: LinkState;
  since: string | null;
  lastError: string | null;
  login: { state: 'loggedIn' | 'loginNeeded'; url: string; expiresAt: string | null } | null;
  /** Null for links without a stream, and where no worker follows it. */
  stream: LinkStreamView | null;
  /** When a worker last said anything of the link. */
  reportedAt: string | null;
  /** Workers that look after it. */
  workers: string[];
  /** Commands sent to it in the last minutes (`latencyWindowMs`). */
  calls: CallLatencyView;
  /** Orders with a command that is queued, being sent or in doubt. */
  work: { queued: number; sending: number; inDoubt: number };
  /** Null for links without limits, and while Redis is down. */
  budget: CallBudgetView | null;
}

export interface MongoMemberView {
  name: string;
  /** As the replica set calls it: `PRIMARY`, `SECONDARY` … */
  state: string;
  healthy: boolean;
  /** Behind the primary; null where it is not known. */
  lagSeconds: number | null;
}

export interface MongoConnectivityView {
  state: 'up' | 'down';
  /** Of a ping, just now. */
  latencyMs: number | null;
  setName: string | null;
  primary: string | null;
  /** Null where the engine's user may not ask for them. */
  members: MongoMemberView[] | null;
  /** How far back the oplog reaches: a follower that stood still for longer has lost its place. */
  oplogWindowSeconds: number | null;
}

export interface RedisConnectivityView {
  state: 'up' | 'down';
  latencyMs: number | null;
  usedMemoryBytes: number | null;
  /** Null where there is no limit. */
  maxMemoryBytes: number | null;
  connectedClients: number | null;
}

/** A worker process, by what it last said; one that is gone for a minute is left out. */
export interface WorkerView {
  worker: string;
  state: 'alive' | 'silent';
  reportedAt: string;
  routes: string[];
  /** Routes whose order streams it follows. */
  follows: string[];
}

/** `GET /connectivity` */
export interface ConnectivityView {
  at: string;
  latencyWindowMs: number;
  mongodb: MongoConnectivityView;
  redis: RedisConnectivityView;
  workers: WorkerView[];
  /** Empty while MongoDB is down. */
  links: LinkConnectivityView[];
}

/** One point of history. Where workers said nothing there is no point. */
export interface ConnectivitySampleView {
  /** Where the point begins; it is `stepMs` long. */
  at: string;
  /** Whether it was up all the time, at the times it was looked at. */
  up: boolean;
  /** Null for links without. */
  loggedIn: boolean | null;
  streamOpen: boolean | null;
  calls: CallLatencyView;
  /** The longest that waited at a time. */
  queued: number;
  inDoubt: number;
}

/**
 * `GET /connectivity/history?link=&from=&to=`; `link` is a route, `mongodb` or `redis`. Samples of
 * ten seconds are kept for a week and put together where they would be more than 720.
 */
export interface ConnectivityHistoryView {
  link: string;
  from: string;
  to: string;
  stepMs: number;
  /** Oldest first. */
  items: ConnectivitySampleView[];
}
