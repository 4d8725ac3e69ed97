import {
  type Command,
  isImmediate,
  nextCommand,
  type NextStep,
  notSentAtOnce,
  type Order,
  type OrderFact,
  type Refusal,
  refusalText,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { ExecutionLinks } from '../execution-links';
import type { Clock } from '../clock-and-ids';
import type { ExecutionLink, LinkRequest, LookUpOutcome, SendOutcome } from '../execution-link';
import { lookUpFact, refusedFact, sendOutcomeFact } from './outcome';
import type { SendRules } from './send-rules';
import type { SendingProcesses } from './sending-processes';

/** The engine acts on behalf of the request that brought the command. */
const forCommand = (order: Order): Origin => ({
  by: 'engine',
  requestId: nextCommand(order)?.requestId ?? null,
});

const ALWAYS = () => true;
const WAITS: Intention = { hold: null, fact: null, isStillAllowed: ALWAYS };

/** What happened to an attempt, for metrics and logs. */
export interface SendObserver {
  sent(order: Order, command: Command, outcome: SendOutcome['outcome'], tookMs: number): void;
}

/**
 * Why a command waits although it could be sent: the session, or this machine, has no capacity now.
 */
export interface Hold {
  retryAfterMs: number;
  /** Whether everything else for the session has to wait as long. */
  everyone: boolean;
  /** Whether the attempt came too late to be written: fewer concurrent ones are then started. */
  isOverloaded?: true;
}

const LATE: Hold = { retryAfterMs: 500, everyone: false, isOverloaded: true };

/** The result of looking at an order: what it has to wait for, or the fact to journal next. */
interface Intention {
  hold: Hold | null;
  fact: OrderFact | null;
  isStillAllowed: () => boolean;
}

/**
 * Sends an order's commands, at most once per attempt. The intent is a journal event that competes
 * with all other events of the order, and only its writer may send. A request that passed on entry
 * is checked again before that, and before it is written to the link.
 */
export class SendCommands {
  constructor(
    private readonly writer: OrderWriter,
    private readonly links: ExecutionLinks,
    private readonly clock: Clock,
    private readonly rules: SendRules,
    private readonly processes: SendingProcesses,
    private readonly observer: SendObserver,
  ) {}

  /**
   * Continues until the order has nothing to send or has to wait. Safe to call at any time.
   *
   * @returns what it waits for, if that is capacity of its session's rate limits
   */
  async advance(orderId: string): Promise<Hold | null> {
    for (;;) {
      const taken = await this.takeStep(orderId);
      if (taken !== true) return taken || null;
    }
  }

  /** Ends an order's queued command if it may no longer be sent; sends nothing. */
  async endForbidden(orderId: string): Promise<void> {
    await this.writer.change(
      orderId,
      async (order) => {
        const now = this.clock.now();
        const { newOrderMaxWaitMs } = this.link(order);
        const step = await this.rules.nextStep(order, now, newOrderMaxWaitMs);
        if (step.step === 'withdraw') return step.fact;
        const command = nextCommand(order);
        if (command?.delivery.state !== 'queued') return null;
        const { refusal } = await this.rules.judge(order, command, now);
        return refusal && forbidden(command, refusal);
      },
      forCommand,
    );
  }

  /** True if another step may follow at once. */
  private async takeStep(orderId: string): Promise<boolean | Hold> {
    let step: NextStep = { step: 'none' };
    let intention: Intention = WAITS;
    const change = await this.writer.change(
      orderId,
      async (order) => {
        const link = this.link(order);
        step = await this.rules.nextStep(order, this.clock.now(), link.newOrderMaxWaitMs);
        intention =
          step.step === 'send'
            ? await this.toSend(link, order, step.command)
            : { ...WAITS, fact: this.factOf(step) };
        return intention.fact;
      },
      forCommand,
    );
    const { hold, fact, isStillAllowed } = intention;
    if (hold) return hold;
    if (change.outcome !== 'appended' && change.outcome !== 'unchanged') return false;
    const { order } = change;
    const taken = step as NextStep;
    if (change.outcome === 'unchanged') {
      return taken.step === 'resolve' ? this.resolve(order, taken) : false;
    }
    return taken.step === 'send' && fact?.type === 'SendStarted'
      ? this.send(order, taken.command.clOrdId, isStillAllowed)
      : true;
  }

  /** A command that is no longer allowed is ended, whether or not it could be sent now. */
  private async toSend(link: ExecutionLink, order: Order, command: Command): Promise<Intention> {
    const { refusal, stands } = await this.rules.judge(order, command, this.clock.now());
    if (refusal) return { ...WAITS, fact: forbidden(command, refusal) };
    const obstacle = await refusalToSend(link, order, command);
    if (!obstacle) {
      const fact = await this.sendStarted(link, order, command);
      return { hold: null, fact, isStillAllowed: stands };
    }
    if (command.kind === 'new' && isImmediate(order)) {
      return { ...WAITS, fact: notSentAtOnce(order, command, obstacle.text) };
    }
    return { ...WAITS, hold: obstacle.hold };
  }

  private factOf(step: NextStep): OrderFact | null {
    switch (step.step) {
      case 'withdraw':
        return step.fact;
      case 'resolve':
        // The process that started the attempt is gone; record that before asking.
        return step.command.delivery.state === 'sending' ? answerLost(step.command) : null;
      default:
        return null;
    }
  }

  private async sendStarted(
    link: ExecutionLink,
    order: Order,
    command: Command,
  ): Promise<OrderFact> {
    const { clOrdId, delivery } = command;
    const sendBy = await this.rules.sendBy(order, command, this.clock.now());
    const attempt = delivery.attempts + 1;
    const tag = link.tag(command, attempt);
    const process = this.processes.current;
    return { type: 'SendStarted', clOrdId, attempt, tag, sendBy, process };
  }

  private async send(
    order: Order,
    clOrdId: string,
    isStillAllowed: () => boolean,
  ): Promise<boolean | Hold> {
    const command = order.commands.find((other) => other.clOrdId === clOrdId)!;
    const startedAt = this.clock.now().getTime();
    const request = linkRequest(order, command, isStillAllowed);
    const outcome = await this.link(order).send(request);
    this.observer.sent(order, command, outcome.outcome, this.clock.now().getTime() - startedAt);
    await this.record(order.orderId, command, (now) => sendOutcomeFact(command, outcome, now));
    switch (outcome.outcome) {
      case 'notSent':
        if (isImmediate(order)) return true;
        return this.clock.now() > request.sendBy ? LATE : false;
      case 'unknown':
        return false;
      default:
        return true;
    }
  }

  private async resolve(
    order: Order,
    { command, absenceProvable }: Extract<NextStep, { step: 'resolve' }>,
  ): Promise<boolean> {
    const answer: LookUpOutcome = await this.link(order).lookUp(
      linkRequest(order, command, ALWAYS),
    );
    if (answer.outcome === 'unanswered') return false;
    if (answer.outcome === 'absent' && !(absenceProvable && (await this.hasSettled(command)))) {
      return false;
    }
    const text = lookUpText(answer);
    await this.record(order.orderId, command, () => lookUpFact(command, answer, text));
    return true;
  }

  /** Whether the process that sent an attempt can no longer be about to write it. */
  private async hasSettled({ delivery }: Command): Promise<boolean> {
    if (delivery.state !== 'inDoubt') return false;
    const { process, noticedAt } = delivery;
    if (!process || noticedAt || process === this.processes.current) return true;
    return this.processes.hasEnded(process);
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
    const found = this.links.linkFor(order);
    if (!found) throw new Error(`No session of ${order.link} serves account ${order.account}`);
    return found;
  }
}

const forbidden = (command: Command, refusal: Refusal): OrderFact =>
  refusedFact(command, 'engine', refusalText(refusal), refusal.refused);

/** Why the link accepts nothing now, and how long to wait if that is known. */
async function refusalToSend(
  link: ExecutionLink,
  order: Order,
  command: Command,
): Promise<{ text: string; hold: Hold | null } | null> {
  if (!link.isUp()) return { text: link.status.lastError ?? 'the link is down', hold: null };
  const admission = await link.admit(order, command);
  return admission.admitted ? null : { text: admission.text, hold: admission };
}

/** The process that started the attempt has recorded no outcome of it. */
const answerLost = ({ clOrdId, delivery }: Command): OrderFact => ({
  type: 'SendInDoubt',
  clOrdId,
  attempt: delivery.attempts,
  text: 'The answer was lost',
});

const lookUpText = (answer: Exclude<LookUpOutcome, { outcome: 'unanswered' }>): string =>
  answer.outcome === 'absent'
    ? 'The link does not know the command'
    : (answer.text ?? 'The link has the command');

function linkRequest(order: Order, command: Command, isStillAllowed: () => boolean): LinkRequest {
  const { delivery } = command;
  if (delivery.state !== 'sending' && delivery.state !== 'inDoubt') {
    throw new Error(`${command.clOrdId} is ${delivery.state}: there is no attempt to act on`);
  }
  const origClOrdId = command.kind === 'new' ? '' : order.acceptedClOrdId;
  return {
    order,
    command,
    origClOrdId,
    tag: delivery.tag,
    sendBy: delivery.sendBy,
    isStillAllowed,
  };
}
