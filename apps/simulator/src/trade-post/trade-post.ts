import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import { DEFAULT_TRADE_POST_DELAY_MS, type TradePostBehaviour } from '../behaviour';
import { Control } from '../control/control';
import { Ledger } from '../ledger/ledger';
import { fieldsOf, Malformed } from '../malformed';
import { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';

/** Trade post management: receives every fill, with the behaviour that the control sets. */
@Injectable()
export class TradePost {
  constructor(
    private readonly config: SimulatorConfig,
    private readonly control: Control,
    private readonly ledger: Ledger,
  ) {}

  deliver(body: unknown): Answer {
    const { orderId, fillId } = parseDelivery(body);
    const random = SeededRandom.derive(
      this.config.seed,
      'delivery',
      orderId,
      fillId,
      this.ledger.deliveriesOf(orderId, fillId),
    );
    const behaviour = this.control.tradePostBehaviour(random);
    const { taken, answer } = outcomeOf(behaviour);
    this.ledger.recordDelivery({ orderId, fillId, behaviour: behaviour.behaviour, taken, body });
    return answer;
  }
}

function parseDelivery(body: unknown): { orderId: string; fillId: string } {
  const { order_id: orderId, fill } = fieldsOf(body);
  const { fill_id: fillId } = fieldsOf(fill);
  if (typeof orderId !== 'string') throw new Malformed('order_id must be a text');
  if (typeof fillId !== 'string') throw new Malformed('fill.fill_id must be a text');
  return { orderId, fillId };
}

function outcomeOf(behaviour: TradePostBehaviour): { taken: boolean; answer: Answer } {
  const success = { status: 200, body: { success: true } };
  switch (behaviour.behaviour) {
    case 'take':
      return { taken: true, answer: success };
    case 'delay':
      return {
        taken: true,
        answer: { ...success, delayMs: behaviour.delayMs ?? DEFAULT_TRADE_POST_DELAY_MS },
      };
    case 'drop':
      return { taken: true, answer: 'cutConnection' };
    case 'refuse': {
      const comment = behaviour.comment ?? 'Refused by the trade post';
      return { taken: false, answer: { status: 200, body: { success: false, comment } } };
    }
    case 'fail':
      return {
        taken: false,
        answer: { status: 500, body: { success: false, comment: 'Internal error' } },
      };
  }
}
