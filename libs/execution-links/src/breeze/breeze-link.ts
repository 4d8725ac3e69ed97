import {
  type BrokerOrder,
  type BrokerPosition,
  type BrokerTrade,
  type Command,
  type Decimal,
  decimalText,
  type HeldShares,
  hasLimitPrice,
  type Order,
  OrdType,
} from '@ome/domain';
import type {
  Admission,
  BrokerBook,
  BrokerLink,
  BrokerToken,
  LinkHealthStatus,
  LinkRequest,
  LoginState,
  LookUpOutcome,
  Quote,
  SendOutcome,
  StreamListener,
} from '@ome/engine';
import { brokerRoute } from '../broker/broker';
import { exchangeDecimals } from '../price-decimals';
import { BrokerFault, sendOutcomeOf } from '../broker/broker-fault';
import { emptyBook } from '../broker/read-rows';
import { BreezeBook } from './breeze-book';
import { type BreezeAction, BreezeClient } from './breeze-client';
import { BREEZE } from './breeze-codes';
import { type BreezeContract, type BreezeExchange, labelOf } from './breeze-contract';
import type { BreezeLinkOptions } from './breeze-link-options';
import { BreezeLookUp } from './breeze-look-up';
import { breezeProductName } from './breeze-product';
import { BreezeQuotes } from './breeze-quotes';
import { cancellation, exchangeOf, modification, nameOf, placement } from './breeze-requests';
import { isRow, textOf } from './breeze-row';
import { BreezeStream } from './breeze-stream';
import { BreezeSymbols } from './breeze-symbol';
import { attemptTag, OWN_TAG } from './breeze-tag';
import { nextIstMidnight } from './breeze-times';
import { CashFramePrices } from './cash-frame-prices';
import { IdentityEcho } from './identity-echo';
import { protectedLimit } from './market-order';

const ALL_EXCHANGES: readonly BreezeExchange[] = ['NSE', 'NFO', 'BSE', 'BFO'];
/** How soon an order tries again that waits for the answer to an identical one. */
const HOLD_RETRY_MS = 500;

/** A session at ICICI Direct, over the Breeze API. */
export class BreezeLink implements BrokerLink {
  readonly name = BREEZE;
  readonly route: string;
  readonly session: string;
  readonly adoptsInto: string | null;
  readonly accounts: readonly string[] | null;
  readonly productOf = breezeProductName;
  readonly priceDecimals = exchangeDecimals;
  readonly concurrency: number;
  readonly newOrderMaxWaitMs: number;
  readonly reportsExpiry = true;
  readonly loginUrl: string;
  readonly callbackSignature: string;
  private readonly client: BreezeClient;
  private readonly symbols: BreezeSymbols;
  private readonly book: BreezeBook;
  private readonly quotes: BreezeQuotes;
  private readonly lookUps: BreezeLookUp;
  private readonly stream: BreezeStream;
  private readonly echo: IdentityEcho;
  private readonly cashPrices: CashFramePrices;
  /** Each list covers one exchange: only those that the session's orders use are read. */
  private readonly exchanges = new Set<string>(['NSE', 'NFO']);
  private exchangesSurveyed = false;
  private askingForEcho = false;
  private loginSeen: { state: LoginState; since: Date };

  constructor(private readonly options: BreezeLinkOptions) {
    const { credentials, login, instruments, now } = options;
    this.route = brokerRoute(BREEZE, credentials);
    this.accounts = credentials.accounts;
    this.session = credentials.userId;
    this.adoptsInto = credentials.adoptsInto;
    this.concurrency = options.connections;
    this.newOrderMaxWaitMs = options.newOrderMaxWaitMs;
    this.loginUrl = loginUrlOf(options);
    this.callbackSignature = options.credentials.callbackSignature;
    this.loginSeen = { state: login.state, since: now() };
    this.client = new BreezeClient(options);
    this.symbols = new BreezeSymbols(instruments);
    this.book = new BreezeBook(this.client, this.symbols);
    this.quotes = new BreezeQuotes(this.client, instruments, now, options.fedQuotes);
    this.echo = new IdentityEcho(() => login.current?.obtainedAt.toISOString() ?? null);
    this.lookUps = new BreezeLookUp(this.book, this.symbols, this.echo, options);
    this.cashPrices = new CashFramePrices(options.cashFramePrices);
    this.stream = new BreezeStream({
      ...options,
      cashPrices: this.cashPrices,
      nameOf: (said) => this.book.nameOf(said),
      withoutSecrets: (text) => this.client.withoutSecrets(text),
    });
  }

  get loginState(): LoginState {
    return this.options.login.state;
  }

  get dedupe(): 'tagged' | 'bestEffort' {
    return this.echo.isProved ? 'tagged' : 'bestEffort';
  }

  get status(): LinkHealthStatus {
    const state = this.loginState;
    if (state !== this.loginSeen.state) this.loginSeen = { state, since: this.options.now() };
    if (state === 'loggedIn') return this.client.status;
    const ended = this.client.sessionFault;
    const why = ended ? `: ${ended.message}` : '';
    const text = `Session ${this.session} has to be logged in at ${this.options.loginPageUrl}${why}`;
    return { up: false, lastError: text, since: this.loginSeen.since };
  }

  isUp(): boolean {
    return this.status.up;
  }

  async admit(order: Order, { kind }: Command): Promise<Admission> {
    const { budget, holds } = this.options;
    const retryAfterMs = await budget.delayMs(kind === 'cancel' ? 'cancel' : 'order');
    if (retryAfterMs > 0) {
      const text = 'The limits of the session leave no room for the call';
      return { admitted: false, retryAfterMs, everyone: true, text };
    }
    if (kind !== 'new' || this.echo.isProved) return { admitted: true };
    if (await holds.acquire(await this.holdKey(order), order.orderId)) return { admitted: true };
    const text = 'Waits for the answer to an identical order';
    return { admitted: false, retryAfterMs: HOLD_RETRY_MS, everyone: false, text };
  }

  tag({ clOrdId }: Command, attempt: number): string {
    return attemptTag(clOrdId, attempt);
  }

  isOwnTag(tag: string): boolean {
    return OWN_TAG.test(tag);
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    let action: BreezeAction;
    try {
      action = await this.prepare(request);
    } catch (error) {
      return notSent(error as Error);
    }
    try {
      const result = await this.client.act(action, request);
      return this.accepted(request, action, textOf(result, 'order_id'));
    } catch (error) {
      return error instanceof BrokerFault
        ? sendOutcomeOf(error)
        : { outcome: 'unknown', text: (error as Error).message };
    }
  }

  async lookUp(request: LinkRequest): Promise<LookUpOutcome> {
    try {
      return await (request.command.kind === 'new'
        ? this.lookUps.placement(request)
        : this.lookUps.change(request));
    } catch (error) {
      return { outcome: 'unanswered', text: (error as Error).message };
    }
  }

  async logIn(apiSession: string): Promise<BrokerToken> {
    const details = await this.client.openSession(apiSession);
    const userId = textOf(details, 'idirect_userid');
    if (userId !== this.session) {
      const remedy = `log in as ${this.session}`;
      throw new BrokerFault('rejected', `The login is that of ${userId ?? 'nobody'}`, remedy);
    }
    const token = textOf(details, 'session_token');
    if (!token) throw new BrokerFault('unknown', 'The login brought no session token');
    const obtainedAt = this.options.now();
    const session = { token, obtainedAt, expiresAt: nextIstMidnight(obtainedAt) };
    await this.options.login.save(session);
    return session;
  }

  async orders(): Promise<BrokerBook<BrokerOrder>> {
    const found = emptyBook<BrokerOrder>();
    // At first all exchanges are read, for orders placed before this process started.
    const asked = this.exchangesSurveyed ? [...this.exchanges] : ALL_EXCHANGES;
    for (const exchange of asked) {
      const { rows, unreadable } = await this.book.orders(exchange, this.options.now());
      if (rows.length + unreadable.length > 0) this.exchanges.add(exchange);
      for (const { ours } of rows) this.learn(ours);
      found.rows.push(...rows);
      found.unreadable.push(...unreadable);
    }
    this.exchangesSurveyed = true;
    return found;
  }

  async history(order: Order): Promise<BrokerBook<BrokerOrder>> {
    if (!order.brokerOrderId) return emptyBook();
    const { exchange_code, order_id } = nameOf(order);
    const history = await this.book.history(exchange_code, order_id);
    for (const { ours } of history.rows) this.learn(ours);
    return history;
  }

  async trades(order?: Order): Promise<BrokerBook<BrokerTrade>> {
    if (order) {
      if (!order.brokerOrderId) return emptyBook();
      const { exchange_code, order_id } = nameOf(order);
      return this.book.tradesOf(exchange_code, order_id);
    }
    const found = emptyBook<BrokerTrade>();
    for (const exchange of this.exchanges) {
      const { rows, unreadable } = await this.book.trades(exchange, this.options.now());
      found.rows.push(...rows);
      found.unreadable.push(...unreadable);
    }
    return found;
  }

  positions(): Promise<BrokerBook<BrokerPosition>> {
    return this.book.positions();
  }

  /** The demat account's holdings; only the allocated quantities can be sold. */
  async holdings(): Promise<object[]> {
    return (await this.client.readList('/dematholdings')).filter(isRow);
  }

  heldShares(): Promise<BrokerBook<HeldShares>> {
    return this.book.heldShares();
  }

  async limits(): Promise<object> {
    const funds = await this.client.readObject('/funds');
    const margin: Record<string, object> = {};
    for (const exchange_code of this.exchanges) {
      margin[exchange_code] = await this.client.readObject('/margin', { exchange_code });
    }
    return { funds, margin };
  }

  async quote(exchange: string, symbol: string): Promise<Quote> {
    return this.quotes.quoteFor(await this.contractOf(exchange, symbol), exchange, symbol);
  }

  streamOrders(listener: StreamListener, stop: AbortSignal): Promise<void> {
    return this.stream.listen(listener, stop);
  }

  close(): Promise<void> {
    this.options.login.stop();
    return this.client.close();
  }

  private async prepare(request: LinkRequest): Promise<BreezeAction> {
    const { order, command, tag } = request;
    switch (command.kind) {
      case 'new': {
        const contract = await this.contractOf(order.exchange, order.symbol);
        const price = await this.limitOf(order, contract);
        const action = placement(order, contract, price, tag);
        await this.checkHold(order);
        return action;
      }
      case 'replace':
        return modification(order, command, this.options);
      case 'cancel':
        return cancellation(order);
    }
  }

  private accepted(
    { order, command, tag }: LinkRequest,
    { fields }: BreezeAction,
    order_id: string | null,
  ): SendOutcome {
    if (command.kind !== 'new') {
      const { brokerOrderId } = order;
      if (brokerOrderId) this.cashPrices.learn(brokerOrderId, command.terms?.price ?? null);
      return { outcome: 'accepted', brokerOrderId };
    }
    if (!order_id)
      return { outcome: 'unknown', text: 'Breeze accepted the order without an order number' };
    this.exchanges.add(fields.exchange_code);
    this.echo.placed(order_id, tag);
    this.cashPrices.learn(order_id, order.price);
    if (!this.echo.isKnown && !this.askingForEcho)
      void this.askForEcho(fields.exchange_code, order_id);
    return { outcome: 'accepted', brokerOrderId: order_id };
  }

  /** If the broker cannot say now, a later row of the book, or the next order, will. */
  private async askForEcho(exchange: string, brokerOrderId: string): Promise<void> {
    this.askingForEcho = true;
    try {
      const said = await this.book.detail(exchange, brokerOrderId);
      if (said) this.echo.observe(brokerOrderId, said.order.tag);
    } catch {
      return;
    } finally {
      this.askingForEcho = false;
    }
  }

  private learn({ brokerOrderId, tag, price }: BrokerOrder): void {
    this.echo.observe(brokerOrderId, tag);
    this.cashPrices.learn(brokerOrderId, price);
  }

  private async contractOf(exchange: string, symbol: string): Promise<BreezeContract> {
    exchangeOf(exchange);
    const contract = await this.symbols.contractOf(exchange, symbol);
    if (contract) return contract;
    const remedy = 'import the contract file of Breeze, or correct the symbol';
    throw new BrokerFault('rejected', `symbol ${symbol} is not known at Breeze`, remedy);
  }

  /** Programs may not send orders without a limit. */
  private async limitOf(order: Order, contract: BreezeContract): Promise<Decimal> {
    const { ordType, side, price, stopPrice, exchange, symbol } = order;
    if (hasLimitPrice(ordType)) {
      if (price) return price;
      throw new BrokerFault('rejected', 'price is missing', 'name the limit of the order');
    }
    if (this.options.marketOrders === 'refuse') {
      const remedy = 'use LIMIT or STOP_LIMIT';
      throw new BrokerFault('rejected', `ordType ${ordType} is not taken by Breeze`, remedy);
    }
    const quote = await this.quotes.quoteFor(contract, exchange, symbol);
    const reference = ordType === OrdType.Market ? quote.lastPx : (stopPrice ?? quote.lastPx);
    return protectedLimit(contract.product, side, reference, quote);
  }

  /** The hold may have passed to another order since this one was admitted. */
  private async checkHold(order: Order): Promise<void> {
    if (this.echo.isProved) return;
    if (await this.options.holds.isHeldBy(await this.holdKey(order), order.orderId)) return;
    const text = 'An identical order is in progress';
    throw new BrokerFault('retryLater', text, null, HOLD_RETRY_MS);
  }

  /** The key is the same however the symbol is written. */
  private async holdKey({ exchange, symbol, side, orderQty, price }: Order): Promise<string> {
    const contract = await this.symbols.contractOf(exchange, symbol);
    const name = contract ? labelOf(contract) : symbol;
    const terms = [side, decimalText(orderQty), price ? decimalText(price) : 'market'];
    return [this.route, exchange, name, ...terms].join('|');
  }
}

/** Nothing of the order was sent, whatever failed. */
function notSent(error: Error): SendOutcome {
  if (error instanceof BrokerFault && error.faultClass !== 'unknown') return sendOutcomeOf(error);
  return { outcome: 'notSent', text: error.message, retryAfterMs: null };
}

function loginUrlOf({ loginPageUrl, credentials }: BreezeLinkOptions): string {
  const url = new URL(loginPageUrl);
  url.searchParams.set('api_key', credentials.apiKey);
  return url.toString();
}
