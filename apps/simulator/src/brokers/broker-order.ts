import { SeededRandom } from '../seeded-random';
import {
  VenueOrder,
  type ExecutionRecord,
  type Fill,
  type OrderCourse,
  type OrderTerms,
} from '../venue/venue-order';
import type { BrokerAccount } from './broker-account';

/** What happens to an order at a broker. */
export type OrderEvent =
  | { type: 'received' | 'accepted' | 'replaced' | 'canceled' }
  | { type: 'replaceRequested' | 'cancelRequested' }
  | { type: 'rejected' | 'replaceRejected' | 'cancelRejected'; text: string }
  | { type: 'filled'; fill: Fill };

/** FIX ExecType of each event; null for those that the ledger leaves out. */
const EXEC_TYPES: Readonly<Record<OrderEvent['type'], string | null>> = {
  received: null,
  accepted: '0',
  rejected: '8',
  filled: 'F',
  replaceRequested: null,
  replaced: '5',
  replaceRejected: null,
  cancelRequested: null,
  canceled: '4',
  cancelRejected: null,
};

/** Where order frames go: the sockets of the account. */
export interface Stream {
  publish(account: BrokerAccount, frame: object): void;
}

export interface BrokerOrderInit {
  terms: Omit<OrderTerms, 'orderId' | 'account'>;
  /** The broker's number of the order. */
  orderId: string;
  account: BrokerAccount;
  /** The `remarks` or `user_remark` it came with; empty without one. */
  tag: string;
  /** The seed key of the order's random draws, independent of other orders. */
  key: string;
  course: OrderCourse;
  random: SeededRandom;
  duplicate: boolean;
  /** Frames of the order are held back and sent out of order. */
  reordered: boolean;
}

/** How long frames lag behind their events: some come before the answer to a call. */
const MOST_FRAME_DELAY_MS = 5;

/** An order that came through a broker's front. */
export abstract class BrokerOrder extends VenueOrder {
  readonly executions: ExecutionRecord[] = [];
  readonly owner: BrokerAccount;
  readonly tag: string;
  readonly key: string;
  private readonly frameDelayMs: number;
  /** What follows from a fill, once it was told. */
  afterFill: (fill: Fill) => void = () => undefined;
  private held: object[] | null;

  constructor(
    init: BrokerOrderInit,
    private readonly stream: Stream,
  ) {
    const { terms, orderId, account, course, random, duplicate } = init;
    super({ ...terms, orderId, account: account.userId }, course, random, duplicate);
    this.owner = account;
    this.tag = init.tag;
    this.key = init.key;
    this.held = init.reordered ? [] : null;
    this.frameDelayMs = SeededRandom.derive(0, 'frames', init.key).integer(0, MOST_FRAME_DELAY_MS);
  }

  /** An instant of the day whose books it is in. */
  get bookedAt(): Date {
    return this.at;
  }

  /** The stream frame of an event; called once for each, as it happens. */
  protected abstract framesOf(event: OrderEvent): object[];

  tell(event: OrderEvent, copies = this.course.copies): void {
    this.record(event);
    for (const frame of this.framesOf(event)) {
      for (let copy = 0; copy < copies; copy += 1) {
        if (this.held) this.held.push(frame);
        else this.send(frame);
      }
    }
  }

  tellFill(fill: Fill): void {
    this.tell({ type: 'filled', fill });
    this.afterFill(fill);
  }

  settle(): void {
    const { held } = this;
    this.held = null;
    for (const frame of held ? this.random.shuffle(held) : []) this.send(frame);
  }

  override toJSON(): object {
    return { ...super.toJSON(), tag: this.tag };
  }

  private send(frame: object): void {
    setTimeout(() => this.stream.publish(this.owner, frame), this.frameDelayMs).unref();
  }

  private record(event: OrderEvent): void {
    const execType = EXEC_TYPES[event.type];
    if (execType === null) return;
    const fill = event.type === 'filled' ? event.fill : undefined;
    this.executions.push({
      at: (fill?.at ?? this.course.now()).toISOString(),
      execId: fill?.execId,
      execType,
      ordStatus: this.ordStatus,
      qty: fill?.quantity.toFixed(),
      px: fill?.price.toFixed(),
      text: 'text' in event ? event.text : undefined,
    });
  }
}
