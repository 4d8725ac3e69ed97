import { StoreUnavailable } from '@ome/event-store';
import { SLICES } from '../execution-links';
import type { Origin } from '../order-writer';
import type {
  Admission,
  ExecutionLink,
  LinkHealthStatus,
  LinkRequest,
  LookUpOutcome,
  SendOutcome,
} from '../execution-link';
import type { PlaceSlices, SlicesPlaced } from './place-slices';

/** Orders whose slices are placed at once, per worker. */
const CONCURRENCY = 8;

/**
 * The link of sliced orders: places their slices here as orders of their own. A sliced order is
 * thus sent, looked up and given up like any other.
 */
export class SlicesLink implements ExecutionLink {
  readonly name = SLICES;
  readonly route = SLICES;
  readonly accounts = null;
  readonly concurrency = CONCURRENCY;
  /** A sliced order ends when its slices do. */
  readonly reportsExpiry = true;
  readonly status: LinkHealthStatus = { up: true, lastError: null, since: new Date() };

  /** @param slices resolved lazily: they are placed through use cases that depend on the links */
  constructor(
    readonly newOrderMaxWaitMs: number,
    private readonly slices: () => PlaceSlices,
  ) {}

  isUp(): boolean {
    return true;
  }

  admit(): Promise<Admission> {
    return Promise.resolve({ admitted: true });
  }

  tag({ clOrdId }: LinkRequest['command']): string {
    return clOrdId;
  }

  async send(request: LinkRequest): Promise<SendOutcome> {
    const acted = await this.act(request);
    switch (acted.outcome) {
      case 'placed':
        return { outcome: 'accepted', brokerOrderId: null };
      default:
        return acted;
    }
  }

  /** Work that may be partly done is simply repeated; only a refusal means absence. */
  async lookUp(request: LinkRequest): Promise<LookUpOutcome> {
    const acted = await this.act(request);
    switch (acted.outcome) {
      case 'placed':
        return { outcome: 'found', brokerOrderId: null };
      case 'refused':
        return { outcome: 'absent' };
      case 'unknown':
        return { outcome: 'unanswered', text: acted.text };
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private async act({
    order,
    command,
  }: LinkRequest): Promise<SlicesPlaced | { outcome: 'unknown'; text: string }> {
    const origin: Origin = { by: 'engine', requestId: command.requestId };
    try {
      switch (command.kind) {
        case 'new':
          return await this.slices().place(order, origin);
        case 'cancel':
          return await this.slices().cancel(order.orderId, command.text, origin);
        case 'replace':
          return { outcome: 'refused', text: 'A sliced order cannot be replaced' };
      }
    } catch (error) {
      if (error instanceof StoreUnavailable) return { outcome: 'unknown', text: error.message };
      throw error;
    }
  }
}
