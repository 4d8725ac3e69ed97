/** How long calls took. Percentiles are accurate to five percent; null without a call. */
export interface CallLatencyView {
  /** Answered calls, and calls whose answer was lost or that could not be made. */
  answered: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

/** One window of a broker's rate limits. */
export interface CallWindowView {
  name: string;
  windowMs: number;
  used: number;
  /** The maximum number in the window for another call of the kind to be allowed. */
  limits: { cancel?: number; order?: number; read?: number };
}

export interface CallBudgetView {
  windows: CallWindowView[];
  /** Calls of the market's day; null if the broker has no daily limit. */
  day: {
    day: string;
    used: number;
    limits: { cancel: number; order: number; read: number };
  } | null;
  /** The broker refused for its rate limits: no call is made until then. */
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
  /** The name that orders use. */
  link: string;
  /** The name of its queue and its history: the link, and the session if the link has sessions. */
  route: string;
  /** The client code at the broker; null for links without sessions. */
  session: string | null;
  /** Null for every account that no other session of the link names. */
  accounts: readonly string[] | null;
  /** `up` if at least one worker reaches it, `unknown` if no worker reports. */
  state: LinkState;
  since: string | null;
  lastError: string | null;
  login: { state: 'loggedIn' | 'loginNeeded'; url: string; expiresAt: string | null } | null;
  /** Null for links without a stream, and if no worker follows it. */
  stream: LinkStreamView | null;
  /** When a worker last reported on the link. */
  reportedAt: string | null;
  /** Workers that serve it. */
  workers: string[];
  /** Commands sent to it in the last minutes (`latencyWindowMs`). */
  calls: CallLatencyView;
  /** Orders with a command that is queued, being sent or in doubt. */
  work: { queued: number; sending: number; inDoubt: number };
  /** Null for links without rate limits, and while Redis is down. */
  budget: CallBudgetView | null;
}

export interface MongoMemberView {
  name: string;
  /** The replica set's own name of the state: `PRIMARY`, `SECONDARY` … */
  state: string;
  healthy: boolean;
  /** Behind the primary; null if unknown. */
  lagSeconds: number | null;
}

export interface MongoConnectivityView {
  state: 'up' | 'down';
  /** Of a ping, just now. */
  latencyMs: number | null;
  setName: string | null;
  primary: string | null;
  /** Null if the engine's database user may not ask for them. */
  members: MongoMemberView[] | null;
  /** How far back the oplog reaches: a consumer that was stopped for longer has lost its place. */
  oplogWindowSeconds: number | null;
}

export interface RedisConnectivityView {
  state: 'up' | 'down';
  latencyMs: number | null;
  usedMemoryBytes: number | null;
  /** Null if there is no limit. */
  maxMemoryBytes: number | null;
  connectedClients: number | null;
}

/** What a worker does every second or so to complete whatever a crash left undone. */
export interface SweepView {
  name: string;
  /** Null if it never succeeded since the worker started. */
  lastSuccessAt: string | null;
  /** Why it fails since then. */
  error: string | null;
}

/** A worker process, by its last report; one that is gone for a minute is left out. */
export interface WorkerView {
  worker: string;
  state: 'alive' | 'silent';
  reportedAt: string;
  routes: string[];
  /** Routes whose order streams it follows. */
  follows: string[];
  /** Empty if it reported none within a minute. */
  sweeps: SweepView[];
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

/** One point of history. There is no point where workers reported nothing. */
export interface ConnectivitySampleView {
  /** Start of the point; it is `stepMs` long. */
  at: string;
  /** Whether it was up at every sample. */
  up: boolean;
  /** Null for links without a login. */
  loggedIn: boolean | null;
  streamOpen: boolean | null;
  calls: CallLatencyView;
  /** The highest number that waited at one time. */
  queued: number;
  inDoubt: number;
}

/**
 * `GET /connectivity/history?link=&from=&to=`; `link` is a route, `mongodb` or `redis`. Samples of
 * ten seconds are kept for a week and merged if there would be more than 720.
 */
export interface ConnectivityHistoryView {
  link: string;
  from: string;
  to: string;
  stepMs: number;
  /** Oldest first. */
  items: ConnectivitySampleView[];
}
