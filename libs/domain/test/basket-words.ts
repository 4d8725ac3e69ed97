import {
  type Basket,
  type BasketFact,
  type BasketLeg,
  type BasketTerms,
  cancelClOrdId,
  decimal,
  foldBasket,
  NOT_HELD,
  type OnFailure,
  type Order,
  type OrderFact,
  OrdType,
  type ProceedWhen,
  RefusalCode,
  type ReportFields,
  Side,
  TimeInForce,
} from '../src';
import { aNewOrder, clock, JournaledOrder, ORDER_ID } from './builders';

const QUANTITY = 10;
const TIMEOUT_MS = 60_000;

/** Leg 1 is bought and hedges leg 2, which is sold. */
const leg = (number: number): BasketLeg => ({
  leg: number,
  stage: number,
  clOrdId: `B-${number}`,
  orderId: `leg${number}`,
  symbol: 'ACME',
  exchange: 'NSE',
  side: number === 1 ? Side.Buy : Side.Sell,
  ordType: OrdType.Limit,
  timeInForce: TimeInForce.Day,
  product: null,
  link: 'rest',
  tag: null,
  orderQty: decimal(QUANTITY),
  price: decimal(100),
  stopPrice: null,
});

/** A basket and its orders, in words, and the expected next step. */
export interface BasketRow {
  proceedWhen?: ProceedWhen;
  onFailure?: OnFailure;
  /** What happened to the basket after it was opened, in the words of FACTS. */
  basket?: string;
  /** What happened to each of its orders, in the words of `orderFact`. */
  orders?: Record<string, string>;
  /** Seconds after it was opened, and after each of its stages was started. */
  at?: number;
  expected: string;
}

const STOPPED = { type: 'BasketStopped', reason: 'CANCELED', text: 'enough' } as const;

const unwind = (number: number): BasketFact => ({
  type: 'UnwindLegStarted',
  leg: number,
  clOrdId: `B-u${number}`,
  orderId: `close${number}`,
  quantity: decimal(QUANTITY),
});
const alerted = (code: string, number: number): BasketFact =>
  ({ type: 'BasketAlerted', code, leg: number, text: '' }) as BasketFact;
const refused = (number: number, orderId: string): BasketFact => ({
  type: 'LegRefused',
  leg: number,
  orderId,
  code: 'TRADING_STOPPED',
  text: 'Stopped',
});
const ended = (outcome: 'COMPLETE' | 'NONE' | 'PARTIAL' | 'UNWOUND'): BasketFact => ({
  type: 'BasketEnded',
  outcome,
  filled: [],
});

const FACTS: Readonly<Record<string, BasketFact>> = {
  started1: { type: 'StageStarted', stage: 1 },
  completed1: { type: 'StageCompleted', stage: 1 },
  started2: { type: 'StageStarted', stage: 2 },
  completed2: { type: 'StageCompleted', stage: 2 },
  refused1: refused(1, 'leg1'),
  refusedClose1: refused(1, 'close1'),
  stopped: { ...STOPPED, unwind: false },
  stoppedToUnwind: { ...STOPPED, unwind: true },
  unwind1: unwind(1),
  unwind2: unwind(2),
  inDoubt1: alerted('IN_DOUBT', 1),
  cancelRefused1: alerted('CANCEL_REFUSED', 1),
  notHeldClose1: { ...refused(1, 'close1'), code: NOT_HELD } as BasketFact,
  notHeld1: {
    type: 'BasketAlerted',
    code: NOT_HELD,
    leg: 1,
    text: '',
    quantity: decimal(QUANTITY),
  },
  notHeldPart1: { type: 'BasketAlerted', code: NOT_HELD, leg: 1, text: '', quantity: decimal(4) },
  notHeld2: {
    type: 'BasketAlerted',
    code: NOT_HELD,
    leg: 2,
    text: '',
    quantity: decimal(QUANTITY),
  },
  unwindFailed1: alerted('UNWIND_FAILED', 1),
  overUnwound1: alerted('OVER_UNWOUND', 1),
  lateFill1: alerted('LATE_FILL', 1),
  endedComplete: ended('COMPLETE'),
  endedNone: ended('NONE'),
  endedPartial: ended('PARTIAL'),
  endedUnwound: ended('UNWOUND'),
};

export function aBasket({
  proceedWhen = 'FILLED',
  onFailure = 'UNWIND',
  basket: words = '',
}: Omit<BasketRow, 'expected'>) {
  const terms: BasketTerms = {
    basketClOrdId: 'B',
    account: '1',
    userId: null,
    proceedWhen,
    onFailure,
    stageTimeoutMs: TIMEOUT_MS,
    legs: [leg(1), leg(2)],
  };
  const facts = words.split(' ').filter(Boolean);
  const happened: BasketFact[] = [
    { ...terms, type: 'BasketNew' },
    ...facts.map((word) => FACTS[word]),
  ];
  const envelope = { basketId: 'basket', at: clock(0), by: null, requestId: null };
  return foldBasket(happened.map((fact, index) => ({ ...fact, ...envelope, seq: index + 1 })))!;
}

const REPORT: ReportFields = {
  source: 'link',
  clOrdId: null,
  execId: null,
  brokerOrderId: null,
  text: null,
  transactTime: null,
  alerts: [],
};

const FILL = 'E1';

/** What may happen to an order, by word; a number fills that quantity. */
function orderFact(basket: Basket, number: number, word: string): OrderFact[] {
  const clOrdId = `${ORDER_ID}-cancel`;
  const newClOrdId = cancelClOrdId(basket, number);
  const send = { clOrdId: ORDER_ID, attempt: 1 };
  switch (word) {
    case 'queued':
    case 'foreign':
    case 'withheld':
      return [];
    case 'inDoubt':
      return [
        { type: 'SendStarted', ...send, tag: 't', sendBy: clock(60) },
        { type: 'SendInDoubt', ...send, text: 'No answer' },
      ];
    case 'canceling':
      return [{ type: 'CancelRequested', clOrdId, newClOrdId, text: null }];
    case 'cancelRejected':
      return [{ ...REPORT, type: 'CancelRejected', clOrdId }];
    case 'cancelBarred':
      return [{ ...REPORT, type: 'CancelRejected', clOrdId, refusal: RefusalCode.NotInThisPhase }];
    case 'busted': {
      const busted = { quantity: decimal(QUANTITY), price: decimal(100) };
      const which = { execId: 'B1', execRefId: FILL, rootExecId: FILL, busted };
      return [{ ...REPORT, type: 'TradeCancel', ...which }];
    }
    case 'new':
      return [{ ...REPORT, type: 'New' }];
    case 'rejected':
      return [{ ...REPORT, type: 'Rejected', text: 'No margin' }];
    case 'barred':
      return [{ ...REPORT, type: 'Rejected', refusal: RefusalCode.NotInThisPhase }];
    case 'canceled':
      return [{ ...REPORT, type: 'Canceled' }];
    default: {
      const traded = { lastQty: decimal(word), lastPx: decimal(100), exchange: 'NSE' };
      return [{ ...REPORT, type: 'Trade', execId: FILL, ...traded, cancelsRemainder: false }];
    }
  }
}

export function aBasketOrder(basket: Basket, orderId: string, history: string): Order {
  const words = history.split(' ');
  const opening = aNewOrder({
    clOrdId: orderId,
    orderQty: decimal(QUANTITY),
    basketId: words.includes('foreign') ? 'another' : basket.basketId,
    ...(words.includes('withheld') && { withheld: 'Not sent' }),
  });
  const journal = new JournaledOrder(opening);
  for (const word of words) {
    for (const fact of orderFact(basket, Number(orderId.slice(-1)), word)) journal.append(fact);
  }
  return { ...journal.order, orderId };
}
