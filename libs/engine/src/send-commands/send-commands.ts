import {
  type Command,
  nextCommand,
  nextStep,
  type NextStep,
  type Order,
  type OrderFact,
  type SendTiming,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { ExecutionLinks } from '../execution-links';
import type { Clock, ExecutionLink, LinkRequest, LookUpOutcome, SendOutcome } from '../ports';
import { lookUpFact, sendOutcomeFact } from './outcome';

/** The engine acts for the request that brought the command. */
const forCommand = (order: Order): Origin => ({
  by: 'engine',
  requestId: nextCommand(order)?.requestId ?? null,
});

const LOST: SendOutcome = { outcome: 'unknown', text: 'The answer was lost' };

/** What happened to an attempt, for metrics and logs. */
export interface SendObserver {
  sent(order: Order, command: Command, outcome: SendOutcome['outcome'], tookMs: number): void;
}

/** How long attempts take; how long a new order may wait is each link's own. */
export type LinkTiming = Omit<SendTiming, 'newOrderMaxWaitMs'>;

/** Why a command waits although it could be sent: the session has no room for it now. */
export interface Hold {
  retryAfterMs: number;
  /** Whether everything else for the session has to wait as long. */
  everyone: boolean;
}

/**
 * Sends what an order has to send, at most once per attempt. The intent is a journal event that
 * competes with everything else that can happen to the order, and only its writer may send.
 */
export class SendCommands {
  constructor(
    private readonly writer: OrderWriter,
    private readonly links: ExecutionLinks,
    private readonly clock: Clock,
    private readonly timing: LinkTiming,
    private readonly observer: SendObserver,
  ) {}

  /**
   * Goes on until the order has nothing to send or has to wait. Safe to call at any time.
   *
   * @returns what it waits for, where that is room in the limits of its session
   */
  async advance(orderId: string): Promise<Hold | null> {
    for (;;) {
      const taken = await this.takeStep(orderId);
      if (taken !== true) return taken || null;
    }
  }

  /** True where another step may follow at once. */
  private async takeStep(orderId: string): Promise<boolean | Hold> {
    let step: NextStep = { step: 'none' };
    let hold: Hold | null = null;
    const change = await this.writer.change(
      orderId,
      async (order) => {
        const link = this.link(order);
        const { newOrderMaxWaitMs } = link;
        step = nextStep(order, this.clock.now(), { ...this.timing, newOrderMaxWaitMs });
        hold = step.step === 'send' ? await held(link, order, step.command) : null;
        return hold ? null : this.intent(link, step);
      },
      forCommand,
    );
    if (hold) return hold;
    if (change.outcome !== 'appended' && change.outcome !== 'unchanged') return false;
    const { order } = change;
    const taken = step as NextStep;
    if (change.outcome === 'unchanged') {
      return taken.step === 'resolve' ? this.resolve(order, taken) : false;
    }
    switch (taken.step) {
      case 'send':
        return this.send(order, taken.command.clOrdId);
      case 'withdraw':
      case 'resolve':
        return true;
      default:
        return false;
    }
  }

  private intent(link: ExecutionLink, step: NextStep): OrderFact | null {
    switch (step.step) {
      case 'withdraw':
        return step.fact;
      case 'send':
        return link.isUp() ? this.sendStarted(link, step.command) : null;
      case 'resolve':
        // Whoever started the attempt is gone; say so before asking.
        return step.command.delivery.state === 'sending'
          ? sendOutcomeFact(step.command, LOST, this.clock.now())
          : null;
      default:
        return null;
    }
  }

  private sendStarted(link: ExecutionLink, command: Command): OrderFact {
    const { clOrdId, delivery } = command;
    const sendBy = new Date(this.clock.now().getTime() + this.timing.sendWindowMs);
    const attempt = delivery.attempts + 1;
    return { type: 'SendStarted', clOrdId, attempt, tag: link.tag(command, attempt), sendBy };
  }

  private async send(order: Order, clOrdId: string): Promise<boolean> {
    const command = order.commands.find((other) => other.clOrdId === clOrdId)!;
    const startedAt = this.clock.now().getTime();
    const outcome = await this.link(order).send(linkRequest(order, command));
    this.observer.sent(order, command, outcome.outcome, this.clock.now().getTime() - startedAt);
    await this.record(order.orderId, command, (now) => sendOutcomeFact(command, outcome, now));
    return outcome.outcome === 'accepted' || outcome.outcome === 'refused';
  }

  private async resolve(
    order: Order,
    { command, absenceProvable }: Extract<NextStep, { step: 'resolve' }>,
  ): Promise<boolean> {
    const answer: LookUpOutcome = await this.link(order).lookUp(linkRequest(order, command));
    if (answer.outcome === 'unanswered') return false;
    if (answer.outcome === 'absent' && !absenceProvable) return false;
    const text = lookUpText(answer);
    await this.record(order.orderId, command, () => lookUpFact(command, answer, text));
    return true;
  }

  /** Writes an outcome, unless a report or another process settled the attempt before. */
  private async record(
    orderId: string,
    attempted: Command,
    fact: (now: Date) => OrderFact,
  ): Promise<void> {
    await this.writer.change(
      orderId,
      (order) => {
        const current = order.commands.find(({ clOrdId }) => clOrdId === attempted.clOrdId);
        const open =
          current &&
          (current.delivery.state === 'sending' || current.delivery.state === 'inDoubt') &&
          current.delivery.attempts === attempted.delivery.attempts;
        return open ? fact(this.clock.now()) : null;
      },
      forCommand,
    );
  }

  private link(order: Order): ExecutionLink {
    const found = this.links.of(order);
    if (!found) throw new Error(`No session of ${order.link} serves account ${order.account}`);
    return found;
  }
}

async function held(link: ExecutionLink, order: Order, command: Command): Promise<Hold | null> {
  if (!link.isUp()) return null;
  const admission = await link.admit(order, command);
  return admission.admitted ? null : admission;
}

const lookUpText = (answer: Exclude<LookUpOutcome, { outcome: 'unanswered' }>): string =>
  answer.outcome === 'absent'
    ? 'The link does not know the command'
    : (answer.text ?? 'The link has the command');

function linkRequest(order: Order, command: Command): LinkRequest {
  const { delivery } = command;
  if (delivery.state !== 'sending' && delivery.state !== 'inDoubt') {
    throw new Error(`${command.clOrdId} is ${delivery.state}: there is no attempt to act on`);
  }
  const origClOrdId = command.kind === 'new' ? '' : order.acceptedClOrdId;
  return { order, command, origClOrdId, tag: delivery.tag, sendBy: delivery.sendBy };
}
