import { KeyedQueue } from '@ome/event-store';
import type { EventMessages } from '../announce-events/event-messages';
import type { Clock } from '../clock-and-ids';
import type { JournalEntry } from '../journal';
import type {
  TradePost,
  TradePostMessage,
  UndeliveredMessage,
  UndeliveredMessages,
} from './trade-post';

const MAX_BACK_OFF_MS = 60_000;

/**
 * Sends every fill to trade post management, at least once and in order per order. A message that
 * it does not accept is kept, and later ones of the same order wait behind it.
 */
export class DeliverFills {
  private readonly turns = new KeyedQueue();

  constructor(
    private readonly messages: EventMessages,
    private readonly tradePost: TradePost,
    private readonly undelivered: UndeliveredMessages,
    private readonly clock: Clock,
  ) {}

  /** Resolves once every fill is delivered or kept; may be repeated. */
  async handle(entries: JournalEntry[]): Promise<void> {
    const described = await this.messages.describe(entries);
    const fills = described
      .map(({ message }) => message)
      .filter(({ fill }) => fill)
      .map((event): TradePostMessage => {
        const { orderId, seq } = event;
        return { id: `${orderId}:${event.fill!.execId}`, orderId, seq, event };
      });
    const waiting = await this.undelivered.ordersWaiting(fills.map(({ orderId }) => orderId));
    await Promise.all(
      fills.map((fill) => this.turns.run(fill.orderId, () => this.first(fill, waiting))),
    );
  }

  /** Retries messages that are due. */
  async retry(limit: number): Promise<void> {
    const due = await this.undelivered.due(this.clock.now(), limit);
    await Promise.all(
      due.map((message) => this.turns.run(message.orderId, () => this.again(message))),
    );
  }

  private async first(fill: TradePostMessage, waiting: Set<string>): Promise<void> {
    const message = { ...fill, attempts: 1, since: this.clock.now() };
    if (waiting.has(fill.orderId)) {
      const fault = 'An earlier fill of the order is not delivered yet';
      return this.keep(message, fault, MAX_BACK_OFF_MS);
    }
    const fault = await this.attempt(fill);
    if (fault === null) return;
    waiting.add(fill.orderId);
    await this.keep(message, fault);
  }

  private async again(message: UndeliveredMessage): Promise<void> {
    const fault = await this.attempt(message);
    if (fault === null) await this.undelivered.remove(message, this.clock.now());
    else await this.keep({ ...message, attempts: message.attempts + 1 }, fault);
  }

  /** Null if the message was accepted. */
  private async attempt(message: TradePostMessage): Promise<string | null> {
    try {
      await this.tradePost.deliver(message);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  private keep(
    message: Omit<UndeliveredMessage, 'lastError' | 'nextAttemptAt'>,
    lastError: string,
    backOffMs = Math.min(500 * 2 ** (message.attempts - 1), MAX_BACK_OFF_MS),
  ): Promise<void> {
    const nextAttemptAt = new Date(this.clock.now().getTime() + backOffMs);
    return this.undelivered.keep({ ...message, lastError, nextAttemptAt });
  }
}
