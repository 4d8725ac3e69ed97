import { createHash } from 'node:crypto';
import type {
  BrokerOrder,
  BrokerPosition,
  BrokerTrade,
  Command,
  HeldShares,
  Order,
} from '@ome/domain';
import type {
  Admission,
  BrokerBook,
  BrokerLink,
  BrokerToken,
  CallKind,
  Instruments,
  LinkHealthStatus,
  LinkRequest,
  LoginState,
  LookUpOutcome,
  PositionConversion,
  Quote,
  SendOutcome,
  StreamListener,
} from '@ome/engine';
import { brokerRoute } from '../broker/broker';
import { exchangeDecimals } from '../price-decimals';
import { BrokerFault, sendOutcomeOf } from '../broker/broker-fault';
import type { BrokerLinkOptions } from '../broker/broker-link-options';
import { LinkHealth } from '../http/link-health';
import type { WriteTerms } from '../http/link-http';
import { AccountPermissions, notPermitted } from './account-permissions';
import { type Row, textOf } from './flattrade-answer';
import { FlattradeBooks } from './flattrade-books';
import { type Ampersand, FlattradeClient } from './flattrade-client';
import { FLATTRADE, flattradeProduct } from './flattrade-codes';
import { FlattradeCommands } from './flattrade-commands';
import { conversionFields, exitFields } from './flattrade-conversion';
import { cancelIn, placementIn, replaceIn } from './flattrade-look-up';
import { FlattradePricing } from './flattrade-pricing';
import { FlattradeQuotes } from './flattrade-quotes';
import { HmacSigning, SessionSigning } from './flattrade-signing';
import { listenForOrders } from './flattrade-stream';
import { FlattradeSymbols } from './flattrade-symbol';
import { tokenExpiry } from './flattrade-times';

export interface FlattradeLinkOptions extends BrokerLinkOptions {
  instruments: Instruments;
  /** Address that `/PlaceOrder` and the others are appended to. */
  restUrl: string;
  /** Of the order stream. */
  socketUrl: string;
  /** Of the login page, without the key. */
  authUrl: string;
  /** Where the login page's code is exchanged for a token, in the session mode. */
  tokenUrl: string;
  /** The session's token with every call, or the HMAC of older integration guides. */
  signing: 'session' | 'hmac-seed';
  ampersand: Ampersand;
}

const PROBE_INTERVAL_MS = 5_000;
const TAG_LENGTH = 12;
const OWN_TAG = /^[0-9A-Z]{12}$/;

const KIND: Readonly<Record<Command['kind'], CallKind>> = {
  new: 'order',
  replace: 'order',
  cancel: 'cancel',
};

/** A session at Flattrade, over the PiConnect API of the Noren order system. */
export class FlattradeLink implements BrokerLink {
  readonly name = FLATTRADE;
  readonly route: string;
  readonly accounts: readonly string[] | null;
  readonly productOf = flattradeProduct;
  readonly priceDecimals = exchangeDecimals;
  readonly session: string;
  readonly adoptsInto: string | null;
  readonly concurrency: number;
  readonly newOrderMaxWaitMs: number;
  readonly reportsExpiry = true;
  readonly loginUrl: string;
  readonly callbackSignature: string;
  /** The tag comes back in `remarks`, wherever an order is shown. */
  readonly dedupe = 'tagged';
  private readonly health: LinkHealth;
  private readonly client: FlattradeClient;
  private readonly symbols: FlattradeSymbols;
  private readonly quotes: FlattradeQuotes;
  private readonly books: FlattradeBooks;
  private readonly commands: FlattradeCommands;
  private readonly permissions: AccountPermissions;
  private lastLoggedIn: Date;

  constructor(private readonly options: FlattradeLinkOptions) {
    const { credentials, instruments, now, marketOrders, fedQuotes } = options;
    const { userId } = credentials;
    this.route = brokerRoute(FLATTRADE, credentials);
    this.accounts = credentials.accounts;
    this.session = userId;
    this.adoptsInto = credentials.adoptsInto;
    this.concurrency = options.connections;
    this.newOrderMaxWaitMs = options.newOrderMaxWaitMs;
    this.loginUrl = loginUrlOf(options);
    this.callbackSignature = options.credentials.callbackSignature;
    this.lastLoggedIn = now();
    this.health = new LinkHealth({
      probe: () => this.client.probe(),
      onChange: options.onHealthChange,
      probeIntervalMs: PROBE_INTERVAL_MS,
    });
    this.client = new FlattradeClient({
      ...options,
      signing: signingOf(options),
      health: this.health,
      loginUrl: this.loginUrl,
    });
    this.symbols = new FlattradeSymbols(instruments);
    this.quotes = new FlattradeQuotes(this.client, instruments, userId, now, fedQuotes);
    this.books = new FlattradeBooks(this.client, userId, this.symbols);
    this.permissions = new AccountPermissions(() =>
      this.client.object('UserDetails', { uid: userId }),
    );
    const pricing = new FlattradePricing(this.quotes, marketOrders);
    this.commands = new FlattradeCommands(userId, this.symbols, pricing, (order) => {
      const known = this.token && this.permissions.permissionsOf(this.token);
      return known && notPermitted(known, order);
    });
  }

  get loginState(): LoginState {
    return this.options.login.state;
  }

  get status(): LinkHealthStatus {
    if (this.token) return this.health.current;
    return { up: false, lastError: `Log in at ${this.loginUrl}`, since: this.lastLoggedIn };
  }

  isUp(): boolean {
    return this.token !== null && this.health.current.up;
  }

  async admit(_order: Order, { kind }: Command): Promise<Admission> {
    const retryAfterMs = await this.options.budget.delayMs(KIND[kind]);
    return retryAfterMs > 0
      ? { admitted: false, retryAfterMs, everyone: true, text: 'Rate limited' }
      : { admitted: true };
  }

  /**
   * Short, and only letters and digits: Flattrade does not document what else comes back intact.
   */
  tag({ clOrdId }: Command, attempt: number): string {
    const hash = createHash('sha256').update(`${clOrdId}#${attempt}`).digest('hex');
    const digits = BigInt(`0x${hash}`).toString(36).toUpperCase();
    return digits.slice(-TAG_LENGTH);
  }

  isOwnTag(tag: string): boolean {
    return OWN_TAG.test(tag);
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    try {
      const { kind, name, fields } = await this.commands.callOf(request);
      const answer = await this.client.order(kind, name, fields, request);
      return accepted(request, answer);
    } catch (error) {
      return error instanceof BrokerFault
        ? sendOutcomeOf(error)
        : { outcome: 'unknown', text: (error as Error).message };
    }
  }

  async lookUp(request: LinkRequest): Promise<LookUpOutcome> {
    try {
      return await this.lookedUp(request);
    } catch (error) {
      return { outcome: 'unanswered', text: (error as Error).message };
    }
  }

  async logIn(code: string): Promise<BrokerToken> {
    const answer = await this.client.exchangeCode(code);
    const token = textOf(answer, 'token') ?? textOf(answer, 'susertoken');
    const client = textOf(answer, 'client') ?? textOf(answer, 'actid');
    if (token === null) throw new BrokerFault('unknown', 'Flattrade answered without a token');
    if (client !== this.session) {
      throw new BrokerFault(
        'rejected',
        `Flattrade logged in ${client ?? 'a client that it does not name'}, not ${this.session}`,
        `Log in as ${this.session}`,
      );
    }
    const obtainedAt = this.options.now();
    const login = { token, obtainedAt, expiresAt: tokenExpiry(obtainedAt) };
    await this.options.login.save(login);
    return login;
  }

  async orders(): Promise<BrokerBook<BrokerOrder>> {
    if (this.token) await this.permissions.learn(this.token);
    return this.books.orders();
  }

  history(order: Order): Promise<BrokerBook<BrokerOrder>> {
    return this.books.history(order);
  }

  trades(order?: Order): Promise<BrokerBook<BrokerTrade>> {
    return this.books.trades(order);
  }

  positions(): Promise<BrokerBook<BrokerPosition>> {
    return this.books.positions();
  }

  holdings(): Promise<object[]> {
    return this.books.holdings();
  }

  heldShares(): Promise<BrokerBook<HeldShares>> {
    return this.books.heldShares();
  }

  limits(): Promise<object> {
    return this.books.limits();
  }

  quote(exchange: string, symbol: string): Promise<Quote> {
    return this.quotes.quote(exchange, symbol);
  }

  async streamOrders(listener: StreamListener, stop: AbortSignal): Promise<void> {
    const { token } = this;
    if (!token) return;
    const { socketUrl: url, timeoutMs, login } = this.options;
    const cut = new AbortController();
    // Symbols are looked up for each frame; the listener gets the orders in sequence.
    let told: Promise<void> = Promise.resolve();
    const end = await listenForOrders(
      { url, uid: this.session, token: token.token, timeoutMs },
      {
        opened: () => listener.opened(),
        frame: (row) => {
          told = told.then(() => this.tell(row, listener)).catch(() => cut.abort());
        },
        unreadable: (text) => listener.unreadable(this.books.unreadFrame(text)),
      },
      AbortSignal.any([stop, cut.signal]),
    );
    await told;
    if (end === 'refused') await login.ended(token);
  }

  async exit(order: Order): Promise<string> {
    const fields = exitFields(order, this.session);
    const answer = await this.client.order(
      'order',
      'ExitSNOOrder',
      fields,
      this.unconditionalTerms(),
    );
    return textOf(answer, 'dmsg') ?? 'Exit sent';
  }

  async convert(conversion: PositionConversion): Promise<string> {
    const tsym = await this.symbols.tsymOf(conversion.exchange, conversion.symbol);
    const fields = conversionFields(conversion, this.session, tsym);
    await this.client.order('read', 'ProductConversion', fields, this.unconditionalTerms());
    return `Converted to ${conversion.toProduct}`;
  }

  async close(): Promise<void> {
    this.options.login.stop();
    this.health.close();
    await this.client.close();
  }

  private get token(): BrokerToken | null {
    const { current } = this.options.login;
    if (current) this.lastLoggedIn = this.options.now();
    return current;
  }

  private async tell(frame: Row, listener: StreamListener): Promise<void> {
    const { order, unread } = await this.books.frame(frame);
    if (unread) listener.unreadable(unread);
    if (order) listener.order(order);
  }

  /** A direct request of a user has already been checked: nothing calls it off. */
  private unconditionalTerms(): WriteTerms {
    return { sendBy: this.inTime(), isStillAllowed: () => true };
  }

  private async lookedUp(request: LinkRequest): Promise<LookUpOutcome> {
    const { order, command } = request;
    if (command.kind === 'new') {
      const tsym = await this.symbols.tsymOf(order.exchange, order.symbol);
      return placementIn(await this.books.ordersAsNamed(), request, tsym);
    }
    // Without a number, nothing was sent.
    if (order.brokerOrderId === null) return { outcome: 'absent' };
    const records = await this.books.records(order.brokerOrderId);
    return command.kind === 'replace' ? replaceIn(records, request) : cancelIn(records, request);
  }

  private inTime(): Date {
    const { now, timeoutMs } = this.options;
    return new Date(now().getTime() + timeoutMs);
  }
}

function accepted({ order, command }: LinkRequest, answer: Row): SendOutcome {
  if (command.kind !== 'new') return { outcome: 'accepted', brokerOrderId: order.brokerOrderId };
  const brokerOrderId = textOf(answer, 'norenordno');
  return brokerOrderId === null
    ? { outcome: 'unknown', text: 'Flattrade accepted the order without an order number' }
    : { outcome: 'accepted', brokerOrderId };
}

function loginUrlOf({ authUrl, credentials }: FlattradeLinkOptions): string {
  const url = new URL(authUrl);
  url.searchParams.set('app_key', credentials.apiKey);
  return url.toString();
}

function signingOf({ signing, credentials, tokenUrl, restUrl }: FlattradeLinkOptions) {
  switch (signing) {
    case 'session':
      return new SessionSigning(credentials, tokenUrl);
    case 'hmac-seed':
      return new HmacSigning(credentials, restUrl);
  }
}
