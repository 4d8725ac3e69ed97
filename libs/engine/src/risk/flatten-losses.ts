import { hasPending, LimitTable } from '@ome/domain';
import { unlessUnreadable } from '@ome/event-store';
import type { ChangeOrder } from '../change-order/change-order';
import type { ClosePositions } from '../closing/close-positions';
import { isClosing } from '../closing/closing-orders';
import type { Origin } from '../order-writer';
import type { Clock } from '../clock-and-ids';
import type { OrderReader } from '../order-reader';
import type { BookedPositions, PositionReader } from '../positions/position-projector';
import type { LossBreach, LossBreaches } from './loss-breaches';
import type { PreTradeChecks } from './pre-trade-checks';
import type { MarketDay, RiskStore } from './risk-ports';

const ENGINE: Origin = { by: 'engine', requestId: null };
const MARKET_ORDERS = { clOrdId: null, price: null, cancelResting: true, ignoreBroker: false };
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 120_000;
const ACCOUNTS_AT_ONCE = 16;
/** Closing waits for nothing while other accounts lose money; the next round continues it. */
const NO_WAIT_MS = 0;

/** The use cases that flatten an account. */
export interface Unwinding {
  orders: Pick<OrderReader, 'openOf'>;
  booked: BookedPositions;
  positions: Pick<PositionReader, 'find'>;
  change: Pick<ChangeOrder, 'cancel'>;
  closing: Pick<ClosePositions, 'close'>;
}

/**
 * Flattens an account that reached its daily loss limit, if its limits say so: open orders are
 * canceled and positions are closed, shorts first, until nothing is left. Once per day and account:
 * positions reopened on purpose are not closed again. It resumes where it was interrupted, and
 * running twice at once does no harm, because closing sends nothing that is already on its way.
 */
export class FlattenLosses {
  private readonly pauses = new Map<string, { until: number; ms: number }>();

  constructor(
    private readonly store: Pick<RiskStore, 'load'>,
    private readonly breaches: LossBreaches,
    private readonly checks: Pick<PreTradeChecks, 'dayResult'>,
    private readonly unwinding: Unwinding,
    private readonly day: () => MarketDay,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const { date } = this.day();
    const table = new LimitTable((await this.store.load()).limits);
    const known = await this.breaches.ofDay(date);
    const seen = new Set(known.map(({ account }) => account));
    const work = known.filter(({ flatAt }) => !flatAt).map((breach) => () => this.unwind(breach));
    if (table.settings.some(({ limits }) => limits.flattenOnDailyLoss)) {
      const traders = await this.breaches.traders(date);
      const unseen = traders.filter((account) => !seen.has(account));
      work.push(...unseen.map((account) => () => this.judge(account, table, date)));
    }
    await allOf(work);
  }

  private async judge(account: string, table: LimitTable, day: string): Promise<void> {
    const { limits } = table.ofScope({ account, exchange: null, symbol: null });
    const { maxDailyLoss: limit, flattenOnDailyLoss: isOn } = limits;
    if (!isOn || !limit) return;
    const result = await this.checks.dayResult(account);
    if (result.gt(limit.neg())) return;
    const breach = { account, day, limit, result, at: this.clock.now() };
    await this.breaches.add(breach);
    await this.unwind(breach);
  }

  private async unwind(breach: LossBreach): Promise<void> {
    const { account } = breach;
    const pause = this.pauses.get(account);
    const now = this.clock.now().getTime();
    if (pause && pause.until > now) return;
    // An order that the venue keeps refusing is not sent every second.
    const ms = Math.min((pause?.ms ?? FIRST_PAUSE_MS / 2) * 2, LONGEST_PAUSE_MS);
    this.pauses.set(account, { until: now + ms, ms });
    if (await this.unwound(account)) {
      await this.breaches.flat(breach, this.clock.now());
      this.pauses.delete(account);
    }
  }

  /** Whether nothing is left. */
  private async unwound(account: string): Promise<boolean> {
    const { orders, booked, positions, change, closing } = this.unwinding;
    const request = { clOrdId: null, text: 'The maximum daily loss is reached' };
    let isOpen = false;
    for await (const order of orders.openOf(account)) {
      if (order.parentOrderId !== null) continue;
      isOpen = true;
      if (isClosing(order) || hasPending(order, 'cancel')) continue;
      await unlessUnreadable(() => change.cancel(order.orderId, request, ENGINE), null);
    }
    // What was filled last belongs to no position yet that its follower has counted.
    await booked.catchUp(account);
    const held = await positions.find({ account, open: true });
    if (held.length > 0) await closing.close(held, MARKET_ORDERS, ENGINE, NO_WAIT_MS);
    return !isOpen && held.length === 0;
  }
}

/** Does all, some at once, whatever happens to one of them; then throws the first error. */
async function allOf(work: readonly (() => Promise<void>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (let start = 0; start < work.length; start += ACCOUNTS_AT_ONCE) {
    const some = work.slice(start, start + ACCOUNTS_AT_ONCE);
    for (const done of await Promise.allSettled(some.map((one) => one()))) {
      if (done.status === 'rejected') errors.push(done.reason);
    }
  }
  if (errors.length > 0) throw errors[0];
}
