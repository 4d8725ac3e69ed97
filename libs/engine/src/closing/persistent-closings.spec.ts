import { RefusalCode, refuse, ZERO } from '@ome/domain';
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
const TERMS = { clOrdId: null, price: null, cancelResting: true, ignoreBroker: false };
const NOON = Date.parse('2026-11-26T12:00:00+05:30');
const A_MINUTE = 60_000;

class MemoryClosings extends PendingClosings {
  kept: PendingClosing[] = [];
  async keep(asked: PendingClosing): Promise<void> {
    this.kept = [asked];
  }
  async drop(): Promise<void> {
    this.kept = [];
  }
  async take(now: Date, until: Date): Promise<PendingClosing | null> {
    const [due] = this.kept.filter(({ dueAt }) => dueAt <= now);
    if (!due) return null;
    this.kept = [{ ...due, dueAt: until }];
    return due;
  }
}

/** A request that waited at first, and is continued a minute later each time. */
async function aWaitingRequest() {
  const asked = new MemoryClosings();
  const state = { now: NOON, answer: waiting(POSITION, 'Resting'), givenUp: [] as Closing[] };
  const closings = new PersistentClosings(
    { close: async () => [state.answer.closing] },
    asked,
    { find: async () => [POSITION] },
    { next: () => 'next', derive: (...parts: string[]) => parts.join() },
    { now: () => new Date(state.now) },
    () => '2026-11-26',
  );
  await closings.close([POSITION], TERMS, { by: null, requestId: null });
  const goOn = async (answer: typeof state.answer) => {
    state.now += A_MINUTE;
    state.answer = answer;
    await closings.resume((_asked, given) => state.givenUp.push(...given));
    return { isKept: asked.kept.length > 0, givenUp: state.givenUp.length };
  };
  return { goOn };
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
  ])('tries again after %s, which passes', async (code) => {
    const { goOn } = await aWaitingRequest();
    expect(await goOn(refused(code))).toEqual({ isKept: true, givenUp: 0 });
    expect(await goOn(sent())).toEqual({ isKept: false, givenUp: 0 });
  });

  test('is given up after a refusal that stays', async () => {
    const { goOn } = await aWaitingRequest();
    const answer = await goOn(refused(RefusalCode.TradingStopped));
    expect(answer).toEqual({ isKept: false, givenUp: 1 });
  });
});
