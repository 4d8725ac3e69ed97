import {
  type Command,
  nextCommand,
  type Order,
  type OrderFact,
  type Refusal,
  refuse,
  RefusalCode,
} from '@ome/domain';
import type { Origin, OrderWriter } from '../order-writer';
import type { Nudger } from '../nudger';
import { lookUpFact, refusedFact } from '../send-commands/outcome';

/** What ops found out by other means. */
export enum Resolution {
  /** The link has the command. */
  Adopt = 'ADOPT',
  /** The link does not have it: send it again. */
  Resend = 'RESEND',
  /** The link does not have it: give it up. */
  Reject = 'REJECT',
}

export interface ResolveDoubtCommand {
  resolution: Resolution;
  brokerOrderId: string | null;
  text: string | null;
}

/** Ops decide on a command that no look-up could settle. */
export class ResolveDoubt {
  constructor(
    private readonly writer: OrderWriter,
    private readonly nudger: Nudger,
  ) {}

  async execute(
    orderId: string,
    resolve: ResolveDoubtCommand,
    origin: Origin,
  ): Promise<{ order: Order } | Refusal> {
    const change = await this.writer.change(
      orderId,
      (order) => {
        const command = nextCommand(order);
        if (command?.delivery.state !== 'inDoubt') return refuse(RefusalCode.NotInDoubt);
        return resolutionFact(command, resolve);
      },
      origin,
    );
    if (change.outcome === 'missing') return refuse(RefusalCode.OrderNotFound);
    if (change.outcome === 'refused') return change.refusal;
    this.nudger.nudge(change.order);
    return { order: change.order };
  }
}

function resolutionFact(command: Command, resolve: ResolveDoubtCommand): OrderFact {
  const { brokerOrderId } = resolve;
  const text = resolve.text ?? `Resolved by ops: ${resolve.resolution}`;
  switch (resolve.resolution) {
    case Resolution.Adopt:
      return lookUpFact(command, { outcome: 'found', brokerOrderId }, text);
    case Resolution.Resend:
      return lookUpFact(command, { outcome: 'absent' }, text);
    case Resolution.Reject:
      return refusedFact(command, 'ops', text);
  }
}
