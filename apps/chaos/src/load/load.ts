import type { Evidence } from '../observe/evidence';
import type { JsonAnswer } from '../json-client';
import { type RetryingClient, StrangeAnswer } from './retrying-client';
import type { OrderPlan } from './order-plan';
import type { PlacedOrder } from './placed-order';
import { cancellation, placement, replacement } from './requests';

/** The clients' requests to an engine while a scenario disturbs it. */
export interface ClientLoad {
  readonly placed: readonly PlacedOrder[];
  /** Ids of the baskets that were acknowledged. */
  readonly baskets: readonly string[];
  /** Answers that a client should not have got. */
  readonly faults: readonly string[];
  /** The acknowledged share, from 0 to 1. */
  readonly progress: number;
  /** @returns how long it took, in milliseconds. */
  run(): Promise<number>;
  /** @returns what clients should have heard, or should not have, once the engine is at rest */
  finish?(evidence: Evidence): Promise<string[]>;
}

/**
 * Places all planned orders, each until it is acknowledged. Orders it could not place are faults.
 */
export class Load implements ClientLoad {
  readonly placed: PlacedOrder[] = [];
  readonly baskets = [];
  readonly faults: string[] = [];
  private acknowledged = 0;

  constructor(
    private readonly client: RetryingClient,
    private readonly plans: readonly OrderPlan[],
  ) {}

  get progress(): number {
    return this.acknowledged / this.plans.length;
  }

  async run(): Promise<number> {
    const startedAt = Date.now();
    await Promise.all(this.plans.map((plan) => this.place(plan)));
    this.faults.push(...this.client.strange);
    return Date.now() - startedAt;
  }

  private async place(plan: OrderPlan): Promise<void> {
    try {
      const orderId = await this.acknowledgedId(plan);
      this.acknowledged += 1;
      const change = await this.change(plan, orderId);
      if (plan.repeat) await this.repeat(plan, orderId);
      this.placed.push({ plan, orderId, change });
    } catch (error) {
      if (!(error instanceof StrangeAnswer)) throw error;
      this.faults.push(error.message);
    }
  }

  private async repeat(plan: OrderPlan, orderId: string): Promise<void> {
    const again = await this.acknowledgedId(plan);
    if (again !== orderId) this.faults.push(`${plan.key} is ${orderId}, repeated it is ${again}`);
  }

  private async acknowledgedId(plan: OrderPlan): Promise<string> {
    const answer = await this.client.send(placement(plan));
    const orderId = answer.body[plan.route === 'orders' ? 'orderId' : 'order_id'];
    if (answer.status < 300 && typeof orderId === 'string') return orderId;
    throw new StrangeAnswer(`${plan.key} was answered ${text(answer)}`);
  }

  private async change(plan: OrderPlan, orderId: string): Promise<PlacedOrder['change']> {
    if (plan.change === null) return null;
    const request = plan.change === 'cancel' ? cancellation : replacement;
    const answer = await this.client.send(request(plan, orderId));
    const { status, body } = answer;
    if (status === 202 || (status === 200 && body.success === true)) return 'taken';
    if (status === 409 || (status === 200 && body.success === false)) return 'refused';
    throw new StrangeAnswer(`The ${plan.change} of ${plan.key} was answered ${text(answer)}`);
  }
}

const text = ({ status, body }: JsonAnswer): string => `${status} ${JSON.stringify(body)}`;
