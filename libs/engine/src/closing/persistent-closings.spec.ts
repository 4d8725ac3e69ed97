import { type Order, RefusalCode, refusalText, refuse, ZERO } from '@ome/domain';
import { aNewOrder, JournaledOrder } from '../../../domain/test/builders';
import type { KnownPosition } from '../positions/position-projector';
import { type PendingClosing, PendingClosings } from './closing-ports';
import { type Closing, closing, failed, NO_INPUTS, waiting } from './closing-results';
import { PersistentClosings } from './persistent-closings';

const POSITION = {
  id: 'p',
  account: '42',
  exchange: 'NSE',
  symbol: 'INFY',
  product: null,
  link: 'rest',
  position: { netQty: ZERO },
} as unknown as KnownPosition;
const TERMS = {
  clOrdId: null as string | null,
  price: null,
  cancelResting: true,
  ignoreBroker: false,
};
const NOON = Date.parse('2026-11-26T12:00:00+05:30');
const A_MINUTE = 60_000;

class MemoryClosings extends PendingClosings {
  kept: PendingClosing[] = [];
  readonly givenUp: PendingClosing[] = [];
  async keep(asked: PendingClosing): Promise<PendingClosing | null> {
    if (asked.givenUpAt) {
      this.givenUp.push(asked);
      return null;
    }
    const [before = null] = this.kept;
    this.kept = [asked];
    return before;
  }
  async drop(): Promise<void> {
    this.kept = [];
  }
  async take(now: Date, until: Date): Promise<PendingClosing | null> {
    const [due] = this.kept.filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    if (!due) return null;
    this.kept = [{ ...due, dueAt: until }];
    return due;
  }
}

/** A request that was answered so at first, and is continued a minute later each time. */
async function aRequest(first = waiting(POSITION, 'Resting'), terms = TERMS) {
  const asked = new MemoryClosings();
  const state = {
    now: NOON,
    answer: first,
    givenUp: [] as Closing[],
    order: null as Order | null,
    asked: [] as (string | null)[],
  };
  const closings = new PersistentClosings(
    {
      close: async (_positions, { clOrdId }) => {
        state.asked.push(clOrdId);
        return [state.answer.closing];
      },
    },
    asked,
    { positions: { find: async () => [POSITION] }, orders: { load: async () => state.order } },
    { next: () => 'next', derive: (...parts: string[]) => parts.join() },
    { now: () => new Date(state.now) },
    () => '2026-11-26',
  );
  const ask = () => closings.close([POSITION], terms, { by: null, requestId: null });
  await ask();
  const askAgain = (answer: typeof state.answer) => {
    state.answer = answer;
    return ask();
  };
  const goOn = async (answer: typeof state.answer) => {
    state.now += A_MINUTE;
    state.answer = answer;
    await closings.resume((_asked, given) => state.givenUp.push(...given));
    return { isKept: asked.kept.length > 0, givenUp: state.givenUp.length };
  };
  return { goOn, askAgain, state, asked, isKept: () => asked.kept.length > 0 };
}

const refused = (code: RefusalCode) => failed(POSITION, refuse(code), NO_INPUTS);
const sent = () => closing(POSITION, { ...NO_INPUTS, outcome: 'closing' });

describe('a closing that goes on by itself', () => {
  test.each([
    RefusalCode.NotInThisPhase,
    RefusalCode.TooManyOrdersPerSecond,
    RefusalCode.RepeatedOrder,
    RefusalCode.BrokerUnread,
    RefusalCode.ClosingUnderWay,
    RefusalCode.TradingStopped,
  ])('tries again after %s, which passes', async (code) => {
    const { goOn } = await aRequest();
    expect(await goOn(refused(code))).toEqual({ isKept: true, givenUp: 0 });
    expect(await goOn(sent())).toEqual({ isKept: false, givenUp: 0 });
  });

  test('is given up after a refusal that stays', async () => {
    const { goOn, asked } = await aRequest();
    expect(asked.kept[0].waits).toMatchObject([{ symbol: 'INFY', text: 'Resting' }]);
    const answer = await goOn(refused(RefusalCode.NotInLots));
    expect(answer).toEqual({ isKept: false, givenUp: 1 });
    const text = refusalText(refuse(RefusalCode.NotInLots));
    expect(asked.givenUp).toMatchObject([
      { account: '42', dueAt: null, waits: [{ symbol: 'INFY', text }] },
    ]);
  });
});

describe('a closing order that is not sent yet', () => {
  const placed = () => new JournaledOrder(aNewOrder());
  const ended = (refusal?: RefusalCode) => {
    const order = placed();
    order.append({
      type: 'Rejected',
      source: 'engine',
      clOrdId: null,
      execId: null,
      brokerOrderId: null,
      text: 'Not now',
      transactTime: null,
      alerts: [],
      ...(refusal && { refusal }),
    });
    return order.order;
  };
  const NAMED = { ...TERMS, clOrdId: 'mine' };
  const pending = () => sentAs(placed().order);
  const sentAs = (order: Order) =>
    closing(POSITION, { ...NO_INPUTS, outcome: 'closing', orders: [order] });

  test('is watched until it is sent, and not placed twice', async () => {
    const { goOn, state, isKept } = await aRequest(pending(), NAMED);
    expect(isKept()).toBe(true);
    state.order = placed().order;
    expect(await goOn(pending())).toEqual({ isKept: true, givenUp: 0 });
    const sent = placed();
    sent.send(sent.order.orderId);
    state.order = sent.order;
    expect(await goOn(pending())).toEqual({ isKept: false, givenUp: 0 });
    expect(state.asked).toEqual(['mine']);
  });

  test.each([RefusalCode.NotInThisPhase, RefusalCode.NotSentInTime, RefusalCode.TradingStopped])(
    'that %s stops is placed anew once it has passed',
    async (code) => {
      const { goOn, state } = await aRequest(pending(), NAMED);
      state.order = ended(code);
      expect(await goOn(refused(code))).toEqual({ isKept: true, givenUp: 0 });
      expect(await goOn(pending())).toEqual({ isKept: true, givenUp: 0 });
      expect(state.asked).toEqual(['mine', null, null]);
    },
  );

  test('is placed anew after its time, though another request was refused meanwhile', async () => {
    const { askAgain, goOn, state } = await aRequest(pending());
    state.order = ended(RefusalCode.TradingStopped);
    await askAgain(refused(RefusalCode.TradingStopped));
    expect(await goOn(pending())).toEqual({ isKept: true, givenUp: 0 });
    expect(state.asked).toHaveLength(3);
  });

  test.each([undefined, RefusalCode.NotInLots])('that ends by %s is left', async (code) => {
    const { goOn, state } = await aRequest(pending(), NAMED);
    state.order = ended(code);
    expect(await goOn(pending())).toEqual({ isKept: false, givenUp: 0 });
    expect(state.asked).toEqual(['mine']);
  });
});
