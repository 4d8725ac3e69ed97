import {
  type BrokerOrder,
  type Command,
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

/** What the suite has to know of a link, and may do with it and with its venue. */
export abstract class LinkHarness<L extends ExecutionLink = ExecutionLink> {
  abstract readonly identity: Pick<
    ExecutionLink,
    'name' | 'route' | 'accounts' | 'concurrency' | 'newOrderMaxWaitMs'
  >;
  abstract readonly tagForm: RegExp;
  /** What the venue calls our NIFTY20OCT26C25000 on NFO, and our RELIANCE on NSE. */
  abstract readonly venueSymbols: { option: string; share: string };
  /** What a look-up says of a new order that never arrived. */
  abstract readonly neverArrived: 'absent' | 'unanswered';
  /** Whether the venue has a number of its own for each order. */
  abstract readonly givesNumbers: boolean;
  /** Why a case is not for this link, by its id. */
  readonly doesNotApply: Readonly<Record<string, string>> = {};
  /** All that the link said in this case. */
  readonly words: string[] = [];
  venue!: SimulatedVenue;
  link!: L;
  private orders = 0;

  abstract start(): Promise<void>;

  async stop(): Promise<void> {
    await this.link.close();
    await this.venue.stop();
  }

  /** Must not be in anything that the link says. */
  abstract secrets(): string[];

  /** 65 options, 130 the next time, and so on: some brokers know an order by its content alone. */
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

  /** To twice as many, at 102. */
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

  /** An order that the venue took, with the number that it gave. */
  async placed(order = this.option()): Promise<Order> {
    const sent = await this.send(this.placement(order));
    if (sent.outcome !== 'accepted') throw new Error(`${sent.outcome}: ${sent.text}`);
    return { ...order, brokerOrderId: sent.brokerOrderId };
  }

  /** One that rests there, open. */
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

/** Knows every token that there was, those of ended sessions too. */
export class RememberedTokens extends MemoryTokens {
  readonly seen: string[] = [];

  override async save(link: string, session: string, login: BrokerToken): Promise<void> {
    this.seen.push(login.token);
    await super.save(link, session, login);
  }
}

/** In a browser, which the broker sends back with a code. */
export async function logInAsOwner(link: BrokerLink): Promise<void> {
  const { headers } = await fetch(link.loginUrl, { redirect: 'manual' });
  const { searchParams } = new URL(headers.get('location')!);
  await link.logIn(searchParams.get('code') ?? searchParams.get('apisession') ?? '');
}

/** A session at a broker: an owner who logs in, a stream, and limits that the harness sets. */
export abstract class BrokerHarness extends LinkHarness<BrokerLink> {
  abstract readonly budget: FakeBudget;
  /** What a position of shares can be turned into there, in our word. */
  abstract readonly otherProduct: string;

  /** Another link of the same session takes the place of the one before. */
  abstract relink(options: { marketOrders: MarketOrders }): Promise<void>;

  /** In the broker's words: an order just like this one, its number, and what it is in. */
  protected abstract wordsFor(order: Order): {
    placement: object;
    name: object;
    terms: (terms: Pick<OrderTerms, 'orderQty' | 'price'>) => object;
    conversion: object;
  };

  /** Somebody places an order like this one in the broker's own app; nothing of it is ours. */
  async placedElsewhere(order: Order, behaviour: 'fill' | 'rest'): Promise<Order> {
    const { placement } = this.wordsFor(order);
    await this.venue.atTerminal(this.link.session, 'place', placement, behaviour);
    const { orderId: brokerOrderId } = (await this.venue.orders()).at(-1)!;
    return { ...order, brokerOrderId, commands: [] };
  }

  async changedElsewhere(
    order: Order,
    terms: Pick<OrderTerms, 'orderQty' | 'price'>,
  ): Promise<void> {
    const words = this.wordsFor(order);
    const fields = { ...words.name, ...words.terms(terms) };
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

  /** Follows the stream meanwhile; `told` grows as the stream tells. */
  async following<T>(during: (told: BrokerOrder[]) => Promise<T>): Promise<T> {
    const told: BrokerOrder[] = [];
    const stop = new AbortController();
    let isOpen = false;
    const listener = {
      opened: () => (isOpen = true),
      order: (row: BrokerOrder) => told.push(row),
    };
    const end = this.link.follow(listener, stop.signal);
    try {
      await eventually(() => expect(isOpen).toBe(true));
      return await during(told);
    } finally {
      stop.abort();
      await end;
    }
  }
}
