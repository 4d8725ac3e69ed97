import type { ExecutionLink, Hold, SendCommands } from '@ome/engine';
import { Dispatcher } from './dispatcher';

const link = (up: boolean, concurrency: number) =>
  ({ name: 'rest', concurrency, isUp: () => up }) as ExecutionLink;

type Advance = (orderId: string) => Promise<Hold | null | void>;

function dispatcher(advance: Advance, concurrency = 1, up = true) {
  const failed = jest.fn();
  const sendCommands = { advance } as unknown as SendCommands;
  return { dispatcher: new Dispatcher(link(up, concurrency), sendCommands, { failed }), failed };
}

/** Work that runs until the test ends it. */
function heldUp() {
  const advanced: string[] = [];
  const ends: (() => void)[] = [];
  const advance = (orderId: string) => {
    advanced.push(orderId);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const turn = () => new Promise(setImmediate);
  return { advanced, advance, turn, endNext: () => ends.shift()!() };
}

describe('Dispatcher', () => {
  it('advances an order at every request', async () => {
    const advance = jest.fn(async () => {});
    const { dispatcher: made } = dispatcher(advance);
    await made.dispatch('a');
    await made.dispatch('a');
    expect(advance).toHaveBeenCalledTimes(2);
  });

  it('advances an order once that was requested twice before its turn', async () => {
    const { advanced, advance, turn, endNext } = heldUp();
    const { dispatcher: made } = dispatcher(advance);
    void made.dispatch('first');
    await turn();
    void made.dispatch('second');
    void made.dispatch('second');
    await turn();
    endNext();
    await turn();
    endNext();
    await made.drained();
    expect(advanced).toEqual(['first', 'second']);
  });

  it('advances an order again that was requested while it was being advanced', async () => {
    const { advanced, advance, turn, endNext } = heldUp();
    const { dispatcher: made } = dispatcher(advance);
    void made.dispatch('a');
    await turn();
    void made.dispatch('a');
    endNext();
    await turn();
    endNext();
    await made.drained();
    expect(advanced).toEqual(['a', 'a']);
  });

  it('lets urgent orders overtake', async () => {
    const { advanced, advance, turn, endNext } = heldUp();
    const { dispatcher: made } = dispatcher(advance);
    void made.dispatch('under way');
    await turn();
    void made.dispatch('new order');
    void made.dispatch('cancel', 'urgent');
    await turn();
    for (let left = 3; left > 0; left -= 1) {
      endNext();
      await turn();
    }
    expect(advanced).toEqual(['under way', 'cancel', 'new order']);
  });

  it('does not advance nudged orders while the link is down', async () => {
    const advance = jest.fn(async () => {});
    const { dispatcher: made } = dispatcher(advance, 1, false);
    await made.nudge(['a'], 'normal');
    expect(advance).not.toHaveBeenCalled();
  });

  it('advances urgent orders while the link is down, as their clients must be told', async () => {
    const { advanced, advance, turn } = heldUp();
    const { dispatcher: made } = dispatcher(advance, 1, false);
    await made.nudge(['a'], 'urgent');
    await turn();
    expect(advanced).toEqual(['a']);
  });

  it('advances urgent orders while the others pause', async () => {
    const advanced: string[] = [];
    const { dispatcher: made } = dispatcher(async (orderId) => {
      advanced.push(orderId);
      return orderId === 'held' ? { retryAfterMs: 60_000, everyone: true } : null;
    });
    await made.dispatch('held');
    await made.dispatch('now', 'urgent');
    expect(advanced).toEqual(['held', 'now']);
    made.stop();
  });

  it('continues after an order that could not be advanced', async () => {
    const fault = new Error('no store');
    const { dispatcher: made, failed } = dispatcher(() => Promise.reject(fault));
    await made.dispatch('a');
    expect(failed).toHaveBeenCalledWith('a', fault);
  });

  it('lowers concurrency after a write that came too late, and raises it again', async () => {
    const ends: ((hold: Hold | null) => void)[] = [];
    const advance = () => new Promise<Hold | null>((resolve) => ends.push(resolve));
    const { dispatcher: made } = dispatcher(advance, 4);
    const turn = () => new Promise(setImmediate);
    for (let order = 0; order < 12; order += 1) void made.dispatch(`${order}`);
    await turn();
    expect(ends).toHaveLength(4);
    const late: Hold = { retryAfterMs: 60_000, everyone: false, isOverloaded: true };
    for (const end of ends.splice(0)) end(late);
    await turn();
    expect(ends).toHaveLength(1);
    ends.shift()!(null);
    await turn();
    expect(ends).toHaveLength(2);
    for (const end of ends.splice(0)) end(null);
    await turn();
    expect(ends).toHaveLength(4);
    made.stop();
  });

  describe('while the session has no room', () => {
    const everyone: Hold = { retryAfterMs: 400, everyone: true };
    const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

    it('pauses all orders but cancels, and then continues with the same order', async () => {
      const advanced: string[] = [];
      const { dispatcher: made } = dispatcher((orderId) => {
        advanced.push(orderId);
        return Promise.resolve(advanced.length === 1 ? everyone : null);
      });
      void made.dispatch('a');
      void made.dispatch('b');
      await later(20);
      await made.dispatch('cancel', 'urgent');
      expect(advanced).toEqual(['a', 'cancel']);
      await made.drained();
      expect(advanced.slice(2).sort()).toEqual(['a', 'b']);
    });

    it('retries an order that has to wait alone, and continues with the others', async () => {
      const advanced: string[] = [];
      const { dispatcher: made } = dispatcher((orderId) => {
        advanced.push(orderId);
        const alone = { retryAfterMs: 30, everyone: false };
        return Promise.resolve(advanced.length === 1 ? alone : null);
      });
      void made.dispatch('a');
      void made.dispatch('b');
      while (advanced.length < 3) await later(10);
      expect(advanced).toEqual(['a', 'b', 'a']);
    });

    it('can be stopped: waiting orders are left to other workers', async () => {
      const advance = jest.fn(() => Promise.resolve({ ...everyone, retryAfterMs: 60_000 }));
      const { dispatcher: made } = dispatcher(advance);
      void made.dispatch('a');
      await later(20);
      made.stop();
      await made.drained();
      expect(advance).toHaveBeenCalledTimes(1);
    });
  });
});
