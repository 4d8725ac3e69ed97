import { Injectable } from '@nestjs/common';
import type { Answer } from '../answer';
import { ACTS, DEFAULT_ANSWER_LATE_MS, type Behaviour } from '../behaviour';
import { Clock } from '../clock';
import { Control } from '../control/control';
import { Ledger, type RequestFacts } from '../ledger/ledger';
import { SeededRandom } from '../seeded-random';
import { SimulatorConfig } from '../simulator.config';
import { courseOf, Venue, type Change, type Refusal, type Verdict } from '../venue/venue';
import type { BrokerAccount } from './broker-account';
import { BrokerLedger } from './broker-ledger';
import type { BrokerOrder, BrokerOrderInit } from './broker-order';

export interface HttpAnswer {
  status: number;
  body: object | string;
}

/** How a broker phrases what all brokers have in common. */
export interface Dialect {
  /** A refusal in an ordinary answer. */
  refused(text: string): HttpAnswer;
  sessionOver(account: BrokerAccount): HttpAnswer;
  /** In an ordinary answer, or with status 429. */
  rateLimited(inAnswer: boolean): HttpAnswer;
}

/** An order call that the broker would act on. */
export interface OrderCall {
  account: BrokerAccount;
  facts: Omit<RequestFacts, 'front' | 'account'>;
  /** The seed key of the random draws, independent of the calls around it. */
  key: string;
  /** The behaviour of a call from the broker's own app or risk desk, whatever the control says. */
  terminal?: Behaviour;
  /** Why the exchange or the risk check rejects a new order, whatever its behaviour. */
  objection?: string | null;
}

/** The behaviour of a call, and the key its random draws use. */
export interface Met {
  behaviour: Behaviour;
  random: SeededRandom;
  duplicate: boolean;
}

/** Without any fault. */
const STILL: Behaviour = { behaviour: 'fill' };

/** Passes order calls to the venue, with the behaviour that the control sets. */
@Injectable()
export class BrokerDesk {
  constructor(
    private readonly config: SimulatorConfig,
    private readonly control: Control,
    private readonly ledger: Ledger,
    private readonly book: BrokerLedger,
    private readonly venue: Venue,
    private readonly clock: Clock,
  ) {}

  /** `make` builds the order with its behaviour; `answer` is the broker's success reply. */
  place<T extends BrokerOrder>(
    call: OrderCall,
    dialect: Dialect,
    make: (init: Pick<BrokerOrderInit, 'course' | 'random' | 'duplicate' | 'reordered'>) => T,
    answer: (order: T) => HttpAnswer,
  ): Answer {
    return this.handle(call, dialect, ({ behaviour, random, duplicate }) => {
      const reordered = behaviour.behaviour === 'reorder';
      const course = courseOf(behaviour, () => this.clock.now());
      const order = make({ course, random, duplicate, reordered });
      this.book.add(order);
      if (duplicate) this.ledger.count(order.front, 'duplicates');
      order.tell({ type: 'received' });
      const { objection: text } = call;
      const treated: Behaviour = text ? { behaviour: 'reject', text } : behaviour;
      const verdict = this.venue.open(order, treated, (text) =>
        order.tell(text === null ? { type: 'accepted' } : { type: 'rejected', text }),
      );
      return { verdict, answer: answer(order), orderId: order.orderId };
    });
  }

  /**
   * Requests a replace or a cancel of an open order; the answer only confirms the request.
   * `objection` is why the venue rejects it afterwards, whatever the behaviour.
   */
  change(
    call: OrderCall,
    dialect: Dialect,
    order: BrokerOrder,
    change: Change,
    answer: HttpAnswer,
    { apply, objection }: { apply?: () => void; objection?: string } = {},
  ): Answer {
    return this.handle(call, dialect, ({ behaviour, random }) => {
      const copies = behaviour.behaviour === 'answerTwice' ? 2 : order.course.copies;
      const replaces = change.type === 'replace';
      order.tell({ type: replaces ? 'replaceRequested' : 'cancelRequested' }, copies);
      const refusal: Refusal | null = objection
        ? { tooLate: false, text: objection }
        : this.venue.change(order, change, behaviour, random, () => {
            apply?.();
            order.tell({ type: replaces ? 'replaced' : 'canceled' }, copies);
          });
      if (refusal) {
        const type = replaces ? 'replaceRejected' : 'cancelRejected';
        order.tell({ type, text: refusal.text }, copies);
      }
      return { verdict: refusal ? 'rejected' : 'accepted', answer, orderId: order.orderId };
    });
  }

  /** Cancels the open quantity of an order that may not rest. */
  cancelRest(order: BrokerOrder): void {
    if (order.course.life === 'market') this.venue.meetMarket(order);
    if (order.course.life === 'fill' || order.leavesQty.isZero()) return;
    this.withdraw(order);
  }

  /** Cancels an open order on the broker's own account. */
  withdraw(order: BrokerOrder): void {
    this.venue.change(order, { type: 'cancel' }, STILL, order.random, () =>
      order.tell({ type: 'canceled' }),
    );
  }

  /** Has an order whose terms the broker changed go on with them. */
  moveOn(order: BrokerOrder): void {
    const { orderQty: quantity, price } = order;
    this.venue.change(order, { type: 'replace', quantity, price }, STILL, order.random, () =>
      order.tell({ type: 'replaced' }),
    );
  }

  private handle(
    { account, facts, key, terminal }: OrderCall,
    dialect: Dialect,
    act: (met: Met) => { verdict: Verdict; answer: HttpAnswer; orderId: string },
  ): Answer {
    if (terminal) {
      const random = SeededRandom.derive(this.config.seed, 'terminal', key);
      return act({ behaviour: terminal, random, duplicate: false }).answer;
    }
    const { broker, userId } = account;
    const counted = `${broker}\n${userId}\n${key}`;
    const before = this.ledger.requestsOf(counted);
    const random = SeededRandom.derive(this.config.seed, 'request', key, before);
    const names = [facts.orderId, facts.tag ?? ''].filter((name) => name !== '');
    const behaviour = this.control.behaviourFor(names, facts.symbol, random);
    const tag = facts.type === 'new' ? (facts.tag ?? '') : '';
    const duplicate = ACTS[behaviour.behaviour] && this.book.hasTag(account, tag);
    const entry = this.ledger.recordRequest(counted, {
      ...facts,
      front: broker,
      account: userId,
      behaviour: behaviour.behaviour,
      duplicate,
    });
    return answerTo(behaviour, dialect, account, () => {
      const { verdict, answer, orderId } = act({ behaviour, random, duplicate });
      entry.done = verdict;
      entry.orderId = orderId;
      return answer;
    });
  }
}

/** The answer to a call with this behaviour; if the venue is to act, it runs `act`. */
function answerTo(
  behaviour: Behaviour,
  dialect: Dialect,
  account: BrokerAccount,
  act: () => HttpAnswer,
): Answer {
  switch (behaviour.behaviour) {
    case 'fill':
    case 'rest':
    case 'market':
    case 'reject':
    case 'answerTwice':
    case 'reorder':
      return act();
    case 'answerLate':
      return { ...act(), delayMs: behaviour.delayMs ?? DEFAULT_ANSWER_LATE_MS };
    case 'dropAfterActing':
      act();
      return 'cutConnection';
    case 'dropBeforeActing':
      return 'cutConnection';
    case 'noAnswer':
      return 'silence';
    case 'refuse':
      return dialect.refused(behaviour.comment ?? 'Refused by the broker');
    case 'error500':
      return { status: 500, body: page('Internal Server Error') };
    case 'unavailable':
      return { status: 503, body: page('Service Unavailable') };
    case 'nonsense':
      return { status: 200, body: page('It works!') };
    case 'rateLimited':
      return dialect.rateLimited(behaviour.inAnswer ?? false);
    case 'sessionExpired':
      return dialect.sessionOver(account);
  }
}

const page = (text: string): string => `<html><body>${text}</body></html>`;
