import {
  type BrokerOrder,
  type Command,
  type Decimal,
  decimal,
  type NewOrder,
  type Order,
  type OrderTerms,
  Side,
} from '@ome/domain';
import type { BrokerLink, BrokerToken, ExecutionLink, LinkRequest, SendOutcome } from '@ome/engine';
import { eventually } from '../../../../../apps/simulator/src/testing/harness';
import type { MarketOrders } from '../../broker/broker-link-options';
import { type FakeBudget, MemoryTokens } from '../../testing/broker-session';
import { aCommand, anOrder, aRequest } from '../../testing/link-requests';
import type { SimulatedVenue } from './simulated-venue';

/** What the suite has to know about a link, and may do with it and with its venue. */
export abstract class LinkHarness<L extends ExecutionLink = ExecutionLink> {
  abstract readonly identity: Pick<
    ExecutionLink,
    'name' | 'route' | 'accounts' | 'concurrency' | 'newOrderMaxWaitMs'
  >;
  abstract readonly tagForm: RegExp;
  /** What the venue calls our NIFTY20OCT26C25000 on NFO, and our RELIANCE on NSE. */
  abstract readonly venueSymbols: { option: string; share: string };
  /** The look-up's result for a new order that never arrived. */
  abstract readonly neverArrived: 'absent' | 'unanswered';
  /** Whether the venue gives each order a number of its own. */
  abstract readonly givesNumbers: boolean;
  /** Why a case does not apply to this link, by case id. */
  readonly doesNotApply: Readonly<Record<string, string>> = {};
  /** Everything that the link reported in this case. */
  readonly words: string[] = [];
  venue!: SimulatedVenue;
  link!: L;
  private orders = 0;

  abstract start(): Promise<void>;

  async stop(): Promise<void> {
    await this.link.close();
    await this.venue.stop();
  }

  /** Must not appear in anything that the link reports. */
  abstract secrets(): string[];

  /**
   * 65 options, 130 the next time, and so on: some brokers identify an order by its content only.
   */
  option(fields: Partial<NewOrder> = {}): Order {
    this.orders += 1;
    return anOrder({
      orderId: String(this.orders).padStart(24, '0'),
      clOrdId: String(this.orders).padStart(24, '0'),
      link: this.identity.name,
      exchange: 'NFO',
      symbol: 'NIFTY20OCT26C25000',
      side: Side.Buy,
      orderQty: decimal(65 * this.orders),
      price: decimal('101.5'),
      ...fields,
    });
  }

  share(fields: Partial<NewOrder> = {}): Order {
    const terms = { side: Side.Sell, orderQty: decimal(10), price: decimal('1400.1') };
    return this.option({ exchange: 'NSE', symbol: 'RELIANCE', ...terms, ...fields });
  }

  placement(order = this.option(), attempt = 1): LinkRequest {
    const [command] = order.commands;
    return aRequest(order, { tag: this.link.tag(command, attempt), sendBy: soon() });
  }

  /** Doubles the quantity, at 102. */
  replace(order: Order): LinkRequest {
    const terms = { orderQty: order.orderQty.times(2), price: decimal(102), stopPrice: null };
    return this.change(order, { kind: 'replace', clOrdId: `${order.orderId}-2`, terms });
  }

  cancel(order: Order): LinkRequest {
    return this.change(order, { kind: 'cancel', clOrdId: `${order.orderId}-3`, terms: null });
  }

  /** Admits and sends, as the engine does. */
  async send(request: LinkRequest): Promise<SendOutcome> {
    const { order, command } = request;
    expect(await this.link.admit(order, command)).toEqual({ admitted: true });
    return this.link.send(request);
  }

  /** An order that the venue accepted, with its number there. */
  async placed(order = this.option()): Promise<Order> {
    const sent = await this.send(this.placement(order));
    if (sent.outcome !== 'accepted') throw new Error(`${sent.outcome}: ${sent.text}`);
    return { ...order, brokerOrderId: sent.brokerOrderId };
  }

  /** An order that rests there, open. */
  async resting(order = this.option()): Promise<Order> {
    await this.venue.behaves('rest');
    return this.placed(order);
  }

  private change(order: Order, fields: Partial<Command>): LinkRequest {
    const command = aCommand(anOrder(), fields);
    const asked = { ...order, commands: [...order.commands, command] };
    return aRequest(asked, {
      command,
      origClOrdId: order.orderId,
      tag: this.link.tag(command, 1),
      sendBy: soon(),
    });
  }
}

const soon = (): Date => new Date(Date.now() + 2_000);

/** Knows every token ever issued, those of ended sessions too. */
export class RememberedTokens extends MemoryTokens {
  readonly seen: string[] = [];

  override async save(link: string, session: string, login: BrokerToken): Promise<void> {
    this.seen.push(login.token);
    await super.save(link, session, login);
  }
}

/** As a browser does, which the broker redirects with a code. */
export async function logInAsOwner(link: BrokerLink): Promise<void> {
  const { headers } = await fetch(link.loginUrl, { redirect: 'manual' });
  const { searchParams } = new URL(headers.get('location')!);
  await link.logIn(searchParams.get('code') ?? searchParams.get('apisession') ?? '');
}

/** A session at a broker: an owner who logs in, a stream, and limits that the harness sets. */
export abstract class BrokerHarness extends LinkHarness<BrokerLink> {
  abstract readonly budget: FakeBudget;
  /** The product that a position in shares can be converted to there, in our words. */
  abstract readonly otherProduct: string;

  /** Another link of the same session replaces the previous one. */
  abstract relink(options: { marketOrders: MarketOrders }): Promise<void>;

  /** In the broker's words: an identical order, its number, and its instrument. */
  protected abstract wordsFor(order: Order): {
    placement: object;
    name: object;
    terms: (terms: Pick<OrderTerms, 'orderQty' | 'price'>) => object;
    stopLimit: (stopPrice: Decimal) => object;
    conversion: object;
  };

  /** Somebody places such an order in the broker's own app; it is not one of ours. */
  async placedElsewhere(order: Order, behaviour: 'fill' | 'rest'): Promise<Order> {
    const { placement } = this.wordsFor(order);
    await this.venue.atTerminal(this.link.session, 'place', placement, behaviour);
    const { orderId: brokerOrderId } = (await this.venue.orders()).at(-1)!;
    return { ...order, brokerOrderId, commands: [] };
  }

  async changedElsewhere(
    order: Order,
    { stopPrice, ...terms }: Pick<OrderTerms, 'orderQty' | 'price'> & Partial<OrderTerms>,
  ): Promise<void> {
    const words = this.wordsFor(order);
    const type = stopPrice ? words.stopLimit(stopPrice) : {};
    const fields = { ...words.name, ...words.terms(terms), ...type };
    await this.venue.atTerminal(this.link.session, 'modify', fields);
  }

  async canceledElsewhere(order: Order): Promise<void> {
    await this.venue.atTerminal(this.link.session, 'cancel', this.wordsFor(order).name);
  }

  async convertedElsewhere(order: Order): Promise<void> {
    await this.venue.atTerminal(this.link.session, 'convert', this.wordsFor(order).conversion);
  }

  async logIn(): Promise<void> {
    await logInAsOwner(this.link);
  }

  /** Follows the stream meanwhile; `told` grows with its reports. */
  async streaming<T>(during: (told: BrokerOrder[]) => Promise<T>): Promise<T> {
    const told: BrokerOrder[] = [];
    const stop = new AbortController();
    let isOpen = false;
    const listener = {
      opened: () => (isOpen = true),
      order: (row: BrokerOrder) => told.push(row),
      unreadable: () => undefined,
    };
    const end = this.link.streamOrders(listener, stop.signal);
    try {
      await eventually(() => expect(isOpen).toBe(true));
      return await during(told);
    } finally {
      stop.abort();
      await end;
    }
  }
}
