import {
  decimalText,
  type NewOrder,
  type Order,
  type OrderIdentity,
  type OrderTerms,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { ExecutionLinks, LinkIdentity } from '../execution-links';
import type { Ids, Nudger } from '../ports';

/** Where orders of accounts go that no broker session names. */
export const DEFAULT_LINK = 'rest';

export interface PlaceOrderCommand
  extends Omit<OrderIdentity, 'orderId' | 'clOrdId' | 'link'>, OrderTerms {
  clOrdId: string | null;
  /** Null for the link that the account's orders go to. */
  link: string | null;
}

export type Placed = { order: Order; created: boolean } | Refusal;

/** Accepts a new order: one journal insert, whatever happens to the request afterwards. */
export class PlaceOrder {
  constructor(
    private readonly writer: OrderWriter,
    private readonly ids: Ids,
    private readonly nudger: Nudger,
    private readonly links: ExecutionLinks<LinkIdentity>,
  ) {}

  /** @param idempotencyKey makes a repeat of a request without a client's id land on the first */
  async execute(
    command: PlaceOrderCommand,
    origin: Origin,
    idempotencyKey: string | null,
  ): Promise<Placed> {
    const link = command.link ?? this.links.namedFor(command.account) ?? DEFAULT_LINK;
    if (!this.links.of({ link, account: command.account })) {
      return refuse(RefusalCode.AccountNotServed);
    }
    const fact = this.newOrder({ ...command, link }, idempotencyKey);
    const opened = await this.writer.open(fact, origin);
    switch (opened.outcome) {
      case 'appended':
        this.nudger.nudge(opened.order);
        return { order: opened.order, created: true };
      case 'duplicate':
        return opened.holder.type === 'NewOrder' && sameContent(opened.holder, fact)
          ? { order: opened.order, created: false }
          : refuse(RefusalCode.DuplicateClOrdId);
      default:
        throw new Error(`Opening an order ended ${opened.outcome}`);
    }
  }

  private newOrder(
    command: PlaceOrderCommand & { link: string },
    idempotencyKey: string | null,
  ): NewOrder {
    const orderId = this.orderId(command.account, command.clOrdId, idempotencyKey);
    return {
      ...command,
      type: 'NewOrder',
      orderId,
      clOrdId: command.clOrdId ?? orderId,
      origin: 'client',
      brokerOrderId: null,
      execId: null,
    };
  }

  private orderId(account: string, clOrdId: string | null, idempotencyKey: string | null): string {
    if (clOrdId) return this.ids.derive('clOrdId', account, clOrdId);
    return idempotencyKey ? this.ids.derive('idempotency', idempotencyKey) : this.ids.next();
  }
}

const CONTENT = [
  'account',
  'userId',
  'symbol',
  'exchange',
  'side',
  'ordType',
  'orderQty',
  'price',
  'stopPrice',
  'timeInForce',
  'expireAt',
  'product',
  'link',
  'tag',
  'client',
  'counterParty',
] as const satisfies (keyof NewOrder)[];

/** The same id stands for the same order only where everything asked for is the same. */
const sameContent = (first: NewOrder, second: NewOrder): boolean =>
  CONTENT.every((field) => contentText(first[field]) === contentText(second[field]));

function contentText(value: NewOrder[(typeof CONTENT)[number]]): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? decimalText(value) : value;
}
