import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, Logger, UnauthorizedException } from '@nestjs/common';
import { EVERYTHING, heldPlacement, type Order, OrdStatus, refusalText } from '@ome/domain';
import { Brokers, Instruments, OrderReader, type Origin, PlaceOrder } from '@ome/engine';
import { BREEZE, BreezeSymbols } from '@ome/execution-links';
import { isSameSecret, SETTINGS, type Settings } from '@ome/platform';
import { invalid, OrderEntry } from '@ome/order-entry';
import type { RelayedOrderDto } from './relay.dto';
import { PRICE_NAMES, relayedContract, relayedOrder } from './relayed-order';

const POLL_MS = 50;
const PLACED = 'Successfully Placed the order';

/** An answer in Breeze's format, with our order id. */
export interface RelayAnswer {
  status: number;
  body: {
    Success: { order_id: string; message: string } | null;
    Status: number;
    Error: string | null;
    ome_order_id?: string;
  };
}

/**
 * Accepts orders in the format of Breeze's place_order, from programs that share a secret with the
 * engine.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger(Relay.name);
  private readonly symbols: BreezeSymbols;

  constructor(
    private readonly entry: OrderEntry,
    private readonly placeOrder: PlaceOrder,
    private readonly orders: OrderReader,
    private readonly brokers: Brokers,
    instruments: Instruments,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.symbols = new BreezeSymbols(instruments);
  }

  /** @throws HttpException; such a request is only logged */
  checkSecret(secret: unknown, requestId: string): void {
    const { RELAY_SECRET, RELAY_SECRET_BEFORE } = this.settings;
    const valid = [RELAY_SECRET, RELAY_SECRET_BEFORE ?? RELAY_SECRET];
    if (typeof secret === 'string' && valid.some((one) => isSameSecret(secret, one))) return;
    this.logger.warn({ requestId }, 'A relay order was refused: its secret is wrong or missing');
    throw new UnauthorizedException('The secret is wrong or missing');
  }

  async place(dto: RelayedOrderDto, key: string | null, origin: Origin): Promise<RelayAnswer> {
    const symbol = await this.symbols.symbolOf(relayedContract(dto));
    const fields = relayedOrder(dto, symbol, this.account());
    const command = this.entry.newOrder(EVERYTHING, fields, PRICE_NAMES);
    const placed = await this.placeOrder.execute(command, origin, key);
    if ('refused' in placed) return answer(409, null, refusalText(placed));
    return this.answered(placed.order.orderId);
  }

  /** The order continues even if the broker does not answer in time. */
  private async answered(orderId: string): Promise<RelayAnswer> {
    const deadline = Date.now() + this.settings.RELAY_WAIT_MS;
    for (;;) {
      const order = await this.orders.load(orderId);
      const known = order && brokersAnswer(order);
      if (known) return known;
      // No broker answers what waits for a second person.
      const isHeld = order && heldPlacement(order) !== undefined;
      if (isHeld || Date.now() >= deadline) return answer(202, null, null, orderId);
      await sleep(POLL_MS);
    }
  }

  /** Relayed orders have no account: they use that of the first session. */
  private account(): string {
    const [session] = this.brokers.all.filter(({ name }) => name === BREEZE);
    if (!session)
      throw invalid('secret', 'is right, but BREEZE_ACCOUNTS names no session to relay to');
    return session.accounts?.[0] ?? session.session;
  }
}

function brokersAnswer({ orderId, brokerOrderId, closed, reason }: Order): RelayAnswer | null {
  if (closed === OrdStatus.Rejected) return answer(500, null, reason ?? 'Rejected', orderId);
  return brokerOrderId ? answer(200, brokerOrderId, null, orderId) : null;
}

const answer = (
  status: number,
  brokerOrderId: string | null,
  error: string | null,
  orderId?: string,
): RelayAnswer => ({
  // The body has the broker's answer; the HTTP status only says that there is one.
  status: status === 202 ? 202 : 200,
  body: {
    Success: brokerOrderId === null ? null : { order_id: brokerOrderId, message: PLACED },
    Status: status,
    Error: error,
    ...(orderId !== undefined && { ome_order_id: orderId }),
  },
});
