import { Overloaded } from './faults';
import { KeyedQueue } from './keyed-queue';

const held = () => {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { done, end };
};

test('work of one key runs in sequence, even after a failure, and other keys run in parallel', async () => {
  const queue = new KeyedQueue();
  const log: string[] = [];
  const first = held();
  const work = [
    queue.run('a', async () => {
      await first.done;
      log.push('a1');
      throw new Error('a1 failed');
    }),
    queue.run('a', async () => void log.push('a2')),
    queue.run('b', async () => void log.push('b1')),
  ];
  await work[2];
  expect(log).toEqual(['b1']);
  first.end();
  await expect(work[0]).rejects.toThrow('a1 failed');
  await work[1];
  expect(log).toEqual(['b1', 'a1', 'a2']);
});

test('work above the waiting limit is refused at once, but not work that need not wait', async () => {
  const queue = new KeyedQueue(2);
  const first = held();
  const ran: string[] = [];
  const run = (key: string, name: string) => queue.run(key, async () => void ran.push(name));
  const work = [queue.run('a', () => first.done), run('a', 'a2'), run('a', 'a3')];
  await expect(run('a', 'a4')).rejects.toThrow(Overloaded);
  await run('b', 'b1');
  first.end();
  await Promise.all(work);
  await run('a', 'a5');
  expect(ran).toEqual(['b1', 'a2', 'a3', 'a5']);
});
