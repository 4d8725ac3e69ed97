import { ACTS, type Behaviour } from '../behaviour';
import type { Control } from '../control/control';
import type { Front } from '../front';
import type { Ledger, RequestFacts } from '../ledger/ledger';
import { SeededRandom } from '../seeded-random';
import type { SimulatorConfig } from '../simulator.config';
import type { LinkLedger } from './link-ledger';
import type { LinkRequest } from './link-request';

/** Records requests of one front, and passes them to the venue with the behaviour that the control sets. */
export class RequestDesk {
  constructor(
    private readonly front: Front,
    private readonly config: SimulatorConfig,
    private readonly control: Control,
    private readonly ledger: Ledger,
    readonly book: LinkLedger,
  ) {}

  /** @param prepare called before anything is acted on */
  take(request: LinkRequest, prepare: (behaviour: Behaviour) => void = () => undefined): Behaviour {
    const { orderId, clOrdId } = request;
    const before = this.ledger.requestsOf(orderId);
    const random = SeededRandom.derive(this.config.seed, 'request', orderId, before);
    const behaviour = this.control.behaviourFor([orderId], request.symbol, random);
    prepare(behaviour);
    const acts = ACTS[behaviour.behaviour];
    const duplicate = acts && this.book.hasTaken(clOrdId);
    const entry = this.ledger.recordRequest(orderId, {
      ...this.describe(request),
      behaviour: behaviour.behaviour,
      duplicate,
    });
    if (acts) entry.done = this.book.take(request, behaviour, random);
    return behaviour;
  }

  private describe(request: LinkRequest): RequestFacts {
    const { type, orderId, clOrdId, origClOrdId, symbol, account } = request;
    const terms = request.type === 'cancel' ? null : request;
    return {
      front: this.front,
      type,
      orderId,
      clOrdId,
      origClOrdId,
      account,
      symbol,
      orderQty: terms?.quantity.toFixed() ?? null,
      price: terms?.price?.toFixed() ?? null,
    };
  }
}
