import { setImmediate as turn } from 'node:timers/promises';
import { Overloaded } from './faults';
import { Lane } from './lane';

/** Work that ends when it is told to. */
class Works {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  work = (name: string) => () => {
    this.begun.push(name);
    return new Promise<string>((resolve) => this.ends.set(name, () => resolve(name)));
  };

  end = (name: string) => this.ends.get(name)!();
}

const OPTIONS = { width: 2, maxWaiting: 2, maxWaitMs: 1_000 };

test('a bounded part is done at once, the rest in turn', async () => {
  const [lane, { begun, work, end }] = [new Lane(OPTIONS), new Works()];
  const done = ['a', 'b', 'c', 'd'].map((name) => lane.run(work(name)));
  await turn();
  expect(begun).toEqual(['a', 'b']);
  end('b');
  await turn();
  expect(begun).toEqual(['a', 'b', 'c']);
  end('c');
  await turn();
  ['a', 'd'].forEach(end);
  expect(await Promise.all(done)).toEqual(['a', 'b', 'c', 'd']);
});

test('who finds too many waiting is told so at once', async () => {
  const [lane, { begun, work, end }] = [new Lane(OPTIONS), new Works()];
  const done = ['a', 'b', 'c', 'd'].map((name) => lane.run(work(name)));
  await expect(lane.run(work('e'))).rejects.toThrow(Overloaded);
  for (const name of ['a', 'b', 'c', 'd']) {
    await turn();
    end(name);
  }
  await Promise.all(done);
  expect(begun).not.toContain('e');
});

test('who waits for too long is told so, and the others go on', async () => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  try {
    const [lane, { begun, work, end }] = [new Lane({ ...OPTIONS, width: 1 }), new Works()];
    const first = lane.run(work('a'));
    const late = expect(lane.run(work('b'))).rejects.toThrow(Overloaded);
    jest.advanceTimersByTime(1_000);
    await late;
    end('a');
    await first;
    const next = lane.run(work('c'));
    await turn();
    end('c');
    await next;
    expect(begun).toEqual(['a', 'c']);
  } finally {
    jest.useRealTimers();
  }
});

test('work that fails leaves its place', async () => {
  const lane = new Lane({ ...OPTIONS, width: 1 });
  await expect(lane.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await lane.run(() => Promise.resolve('yes'))).toBe('yes');
});
