import { setTimeout as sleep } from 'node:timers/promises';
import type { BasketView } from '@ome/contracts';
import fastq from 'fastq';
import type { JsonAnswer, JsonClient } from '../json-client';
import type { BasketPlan } from './basket-plan';
import { type RetryingClient, StrangeAnswer } from './retrying-client';
import type { ClientLoad } from './load';

const pollMs = 100;
/** Beyond its stages' time limits, how long the client waits for a basket. */
const patienceMs = 4_000;
const stages = 2;
/**
 * Baskets not over by then are left to the engine, and to the wait for the engine to come to rest.
 */
const longestMs = 60_000;

/** Desks that place one basket after the other, and cancel those that do not finish. */
export class BasketLoad implements ClientLoad {
  /** Only those of the baskets. */
  readonly placed = [];
  readonly baskets: string[] = [];
  readonly faults: string[] = [];
  private done = 0;

  /** @param desks how many baskets are in progress at once */
  constructor(
    private readonly client: RetryingClient,
    private readonly api: JsonClient,
    private readonly plans: readonly BasketPlan[],
    private readonly desks: number,
  ) {}

  get progress(): number {
    return this.done / this.plans.length;
  }

  async run(): Promise<number> {
    const startedAt = Date.now();
    const desks = fastq.promise((plan: BasketPlan) => this.play(plan), this.desks);
    await Promise.all(this.plans.map((plan) => desks.push(plan)));
    this.faults.push(...this.client.strange);
    return Date.now() - startedAt;
  }

  private async play(plan: BasketPlan): Promise<void> {
    try {
      const basketId = await this.place(plan);
      this.baskets.push(basketId);
      if (plan.repeat && (await this.place(plan)) !== basketId) {
        this.faults.push(`${plan.body.basketClOrdId} is another basket when it is repeated`);
      }
      await this.watch(plan, basketId);
    } catch (error) {
      if (!(error instanceof StrangeAnswer)) throw error;
      this.faults.push(error.message);
    }
    this.done += 1;
  }

  private async place({ path, body }: BasketPlan): Promise<string> {
    const answer = await this.client.send({ method: 'POST', path, headers: {}, body });
    const { basketId } = answer.body;
    if (answer.status < 300 && typeof basketId === 'string') return basketId;
    throw new StrangeAnswer(`${body.basketClOrdId} was answered ${text(answer)}`);
  }

  private async watch(plan: BasketPlan, basketId: string): Promise<void> {
    const { stageTimeoutMs = 0 } = plan.body;
    const waitMs = plan.cancelAfterMs ?? stages * stageTimeoutMs + patienceMs;
    if (await this.isOver(basketId, waitMs)) return;
    await this.cancel(plan, basketId);
    await this.isOver(basketId, longestMs);
  }

  private async cancel({ unwind }: BasketPlan, basketId: string): Promise<void> {
    const path = `/baskets/${basketId}/cancel`;
    const body = { reason: 'enough', unwind };
    const answer = await this.client.send({ method: 'POST', path, headers: {}, body });
    if (answer.status === 202 || answer.body.code === 'BASKET_ENDED') return;
    throw new StrangeAnswer(`The cancel of basket ${basketId} was answered ${text(answer)}`);
  }

  private async isOver(basketId: string, withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const shown = await this.api.get<BasketView>(`/baskets/${basketId}`).catch(() => null);
      if (shown?.outcome) return true;
      if (Date.now() >= deadline) return false;
      await sleep(Math.min(pollMs, Math.max(1, deadline - Date.now())));
    }
  }
}

const text = ({ status, body }: JsonAnswer): string => `${status} ${JSON.stringify(body)}`;
