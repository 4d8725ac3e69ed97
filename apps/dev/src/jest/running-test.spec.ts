import asyncHooks from 'node:async_hooks';
import { createRequire } from 'node:module';

const { withoutAsyncHooks } = createRequire(__filename)('./running-test.cjs') as {
  withoutAsyncHooks: <T>(load: () => T) => T;
};

it('holds what runs, and what ran around it afterwards', async () => {
  const running = withoutAsyncHooks(() => new asyncHooks.AsyncLocalStorage<string>());
  const seen: (string | undefined)[] = [];
  await running.run('test', async () => {
    await running.run('hook', async () => {
      await Promise.resolve();
      seen.push(running.getStore());
    });
    seen.push(running.getStore());
  });
  expect([...seen, running.getStore()]).toEqual(['hook', 'test', undefined]);
});

it('gives the storage of Node to all others', () => {
  expect(withoutAsyncHooks(() => new asyncHooks.AsyncLocalStorage())).not.toBeInstanceOf(
    asyncHooks.AsyncLocalStorage,
  );
  expect(asyncHooks.AsyncLocalStorage.name).toBe('AsyncLocalStorage');
});

it('is forgotten, with all that it holds, when its spec file ends', () => {
  const states = Object.getOwnPropertySymbols(globalThis).filter(
    ({ description }) => description === 'JEST_STATE_SYMBOL',
  );
  // This file's own.
  expect(states).toHaveLength(1);
});
