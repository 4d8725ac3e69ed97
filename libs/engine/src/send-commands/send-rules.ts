import {
  type Command,
  nextCommand,
  nextStep,
  type NextStep,
  type Order,
  type OrderEnd,
  type SendTiming,
  TimeInForce,
} from '@ome/domain';
import type { MarketHours } from '../end-of-day/market-hours';
import type { PhaseChecks } from '../end-of-day/phase-checks';
import type { Judgement, PreTradeChecks } from '../risk/pre-trade-checks';

/** Time limits of attempts; how long a new order may wait is a setting of each link. */
export type LinkTiming = Omit<SendTiming, 'newOrderMaxWaitMs'>;

const ALLOWED: Judgement = { refusal: null, stands: () => true };

/** Decides the next action on an order's next command, and whether it may still be sent. */
export class SendRules {
  constructor(
    private readonly checks: Pick<PreTradeChecks, 'beforeSend'>,
    private readonly hours: Pick<MarketHours, 'endOf'>,
    private readonly phases: Pick<PhaseChecks, 'refusal'>,
    private readonly timing: LinkTiming,
  ) {}

  async nextStep(order: Order, now: Date, newOrderMaxWaitMs: number): Promise<NextStep> {
    return nextStep(order, now, { ...this.timing, newOrderMaxWaitMs }, await this.endOf(order));
  }

  /** No limit or switch stops a cancel. */
  async judge(order: Order, command: Command, now: Date): Promise<Judgement> {
    const refusal = await this.phases.refusal(order, command.kind);
    if (refusal) return { ...ALLOWED, refusal };
    return command.kind === 'cancel' ? ALLOWED : this.checks.beforeSend(order, command, now);
  }

  /** The deadline for writing an attempt that begins now. */
  async sendBy(order: Order, { kind }: Command, now: Date): Promise<Date> {
    const windowEnd = now.getTime() + this.timing.sendWindowMs;
    const end = kind === 'cancel' ? null : await this.endOf(order);
    return new Date(Math.min(windowEnd, end?.at.getTime() ?? Infinity));
  }

  private async endOf(order: Order): Promise<OrderEnd | null> {
    // Most orders have nothing left to send when checked.
    const at = nextCommand(order) ? await this.hours.endOf(order) : null;
    if (!at) return null;
    const isTillInstant = order.timeInForce === TimeInForce.GoodTillDate;
    const session = `its session of ${order.exchange} is over`;
    return { at, text: isTillInstant ? 'its good-till date has passed' : session };
  }
}
