import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import {
  FixAcceptor,
  type FixMessage,
  FIX_VERSIONS,
  ENVELOPES,
  type OutgoingMessage,
} from '@ome/fix';
import { type Behaviour, DEFAULT_ANSWER_LATE_MS } from '../behaviour';
import { Control } from '../control/control';
import { Ledger } from '../ledger/ledger';
import { LinkLedger } from '../link/link-ledger';
import { OrderReporter } from '../link/order-reporter';
import { RequestDesk } from '../link/request-desk';
import { Malformed } from '../malformed';
import type { OutgoingReport, ReportQueue } from '../reports/report-queue';
import { SimulatorConfig } from '../simulator.config';
import { Venue } from '../venue/venue';
import { FixCounterparty } from './fix-counterparty';
import { fixRequest } from './fix-request';
import { reportMessage } from './report-message';

export const FIX = 'fix';
/** TargetCompID (56) of whoever logs on. */
export const VENUE_COMP_ID = 'SIMEX';

const TICK_MS = 100;
/** A venue that fell over is not back at once. */
const BACK_AFTER_MS = 700;

/** BusinessRejectReason (380). */
const OTHER = '0';
const UNKNOWN_TYPE = '3';
const NOT_AVAILABLE = '4';

/** The answer to a message that is never taken: the connection ends before. */
const NEVER = new Promise<never>(() => undefined);

/** A venue that speaks FIX: whoever logs on enters orders. */
@Injectable()
export class FixVenue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** Where it listens. */
  port = 0;
  readonly book: LinkLedger;
  private readonly desk: RequestDesk;
  private readonly counterparties = new Map<string, FixCounterparty>();
  private readonly orderIds = new Map<string, string>();
  private ticking: NodeJS.Timeout | undefined;
  private readonly acceptor = new FixAcceptor({
    sessionOf: (logon) => this.counterpartyOf(logon)?.accept() ?? null,
  });

  constructor(
    private readonly config: SimulatorConfig,
    private readonly control: Control,
    private readonly ledger: Ledger,
    venue: Venue,
  ) {
    const wire = {
      send: ({ counterparty }: ReportQueue, { fields }: OutgoingReport): void => {
        const teller = this.counterparties.get(counterparty);
        teller?.tell(reportMessage(teller.version, fields));
      },
    };
    this.book = new LinkLedger(FIX, ledger, venue, new OrderReporter(wire, 'F'));
    this.desk = new RequestDesk(FIX, config, control, ledger, this.book);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.port = await this.acceptor.listen(this.config.fixPort, this.config.host);
    this.ticking = setInterval(() => {
      for (const counterparty of this.all) counterparty.tick();
    }, TICK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.ticking);
    for (const counterparty of this.all) counterparty.logout('The venue closes');
    await this.acceptor.close();
  }

  get all(): FixCounterparty[] {
    return [...this.counterparties.values()];
  }

  /** Forgets orders; sessions and their numbers stay. */
  reset(): void {
    this.book.reset();
    this.orderIds.clear();
  }

  private counterpartyOf(logon: FixMessage): FixCounterparty | null {
    if (logon.get(56) !== VENUE_COMP_ID || this.control.lookup === 'missing') return null;
    const compId = logon.get(49) ?? '';
    const begin = logon.get(8);
    const key = `${begin} ${compId}`;
    const known = this.counterparties.get(key);
    if (known) return known;
    const version = FIX_VERSIONS.find((each) => ENVELOPES[each].beginString === begin);
    if (!version) return null;
    const made: FixCounterparty = new FixCounterparty(compId, VENUE_COMP_ID, version, {
      message: (message) => this.take(key, made, message),
      closed: () => (this.control.lookup === 'error' ? 'The venue is closed' : null),
    });
    this.counterparties.set(key, made);
    return made;
  }

  private take(
    key: string,
    from: FixCounterparty,
    message: FixMessage,
  ): readonly OutgoingMessage[] | Promise<never> {
    switch (message.type) {
      case 'D':
      case 'G':
      case 'F':
        return this.request(key, from, message);
      case 'H':
        return from.refusesStatus
          ? [businessReject(message, NOT_AVAILABLE, 'No status is told')]
          : this.status(key, message);
      case 'AF':
        for (const order of this.book.openOrders) this.book.reportStatus(order);
        return [];
      default:
        return [businessReject(message, UNKNOWN_TYPE, 'The venue does not take such messages')];
    }
  }

  private request(
    key: string,
    from: FixCounterparty,
    message: FixMessage,
  ): readonly OutgoingMessage[] | Promise<never> {
    const known = this.book.find(message.get(11) ?? '', undefined);
    if (message.get(97) === 'Y' && known) {
      // It may have been sent before, and was.
      this.book.reportStatus(known);
      return [];
    }
    try {
      const request = fixRequest(message, key, (id) => this.orderIds.get(id) ?? id);
      this.orderIds.set(request.clOrdId, request.orderId);
      const behaviour = this.desk.take(request, ({ behaviour: name, ...more }) => {
        const { delayMs = DEFAULT_ANSWER_LATE_MS } = more as { delayMs?: number };
        if (name === 'answerLate') from.beLate(delayMs);
      });
      return this.answer(from, message, behaviour);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { comment } = error;
      const orderId = message.get(11) ?? '';
      const entry = { front: FIX, orderId, type: message.type, comment };
      this.ledger.recordMalformed(entry);
      return [businessReject(message, OTHER, comment)];
    }
  }

  private answer(
    from: FixCounterparty,
    message: FixMessage,
    behaviour: Behaviour,
  ): readonly OutgoingMessage[] | Promise<never> {
    switch (behaviour.behaviour) {
      case 'refuse':
        return [businessReject(message, OTHER, behaviour.comment ?? 'Refused by the venue')];
      case 'rateLimited':
        return [businessReject(message, NOT_AVAILABLE, 'Too many messages')];
      case 'dropAfterActing':
        from.cut(BACK_AFTER_MS);
        return [];
      case 'dropBeforeActing':
        from.cut();
        return NEVER;
      case 'noAnswer':
        from.beDeaf();
        return NEVER;
      case 'nonsense':
        from.garble();
        from.cut();
        return NEVER;
      case 'error500':
      case 'unavailable':
      case 'sessionExpired':
        from.logout('The venue has a fault');
        return NEVER;
      default:
        return [];
    }
  }

  private status(key: string, message: FixMessage): readonly OutgoingMessage[] {
    const clOrdId = message.get(11) ?? '';
    const order = this.book.find(clOrdId, message.get(37));
    const orderId = order?.orderId ?? clOrdId;
    this.ledger.recordLookup({ front: FIX, orderId, clOrdId, status: order ? 200 : 404 });
    if (order) {
      this.book.reportStatus(order);
      return [];
    }
    const { version } = this.counterparties.get(key)!;
    return [reportMessage(version, unknownOrder(message))];
  }
}

/** FIX Volume 4: the status of an order that is not known is a reject with reason 5. */
const unknownOrder = (message: FixMessage) => ({
  MsgType: '8',
  OrderID: 'NONE',
  ClOrdID: message.get(11),
  ExecID: '0',
  ExecType: 'I',
  OrdStatus: '8',
  OrdRejReason: 5,
  Symbol: message.get(55),
  Side: message.get(54),
  LeavesQty: '0',
  CumQty: '0',
  AvgPx: '0',
  Text: 'Unknown order',
  TransactTime: utcIso(),
});

const utcIso = (): string => new Date().toISOString();

const businessReject = (message: FixMessage, reason: string, text: string): OutgoingMessage => ({
  type: 'j',
  body: [
    [45, message.seq],
    [372, message.type],
    [379, message.get(11)],
    [380, reason],
    [58, text],
  ],
});
