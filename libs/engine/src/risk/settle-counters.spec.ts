import { SettleCounters } from './settle-counters';

const LIMIT = { account: 'a1000', exchange: null, symbol: null, limits: { maxOpenOrders: 1 } };
const names = Array.from({ length: 1_200 }, (_, index) => `a${String(index).padStart(4, '0')}`);

/** Counters of that many accounts, every other one of which reduces. */
class Accounts {
  readonly asked: [string, number][] = [];
  readonly settled: string[] = [];
  broken = '';
  state = 'before';

  accounts(after: string, limit: number) {
    this.asked.push([after, limit]);
    const page = names.filter((name) => name > after).slice(0, limit);
    const items = page.map((account) => ({
      account,
      reduces: Number(account.slice(1)) % 2 === 1,
      state: this.state,
    }));
    return Promise.resolve({ items, next: page.length === limit ? page.at(-1)! : null });
  }

  settleAll(accounts: readonly string[]): Promise<void> {
    if (accounts.includes(this.broken)) return Promise.reject(new Error('unread'));
    this.settled.push(...accounts);
    return Promise.resolve();
  }

  settle(account: string): Promise<void> {
    this.settled.push(account);
    return account === this.broken ? Promise.reject(new Error('unread')) : Promise.resolve();
  }
}

function settling(accounts: Accounts): () => Promise<void> {
  let now = 0;
  const clock = { now: () => new Date((now += 5_000)) };
  const store = { load: () => Promise.resolve({ limits: [LIMIT], switches: [] }) };
  const settle = new SettleCounters(store as never, accounts as never, clock);
  return () => settle.run();
}

test('accounts with something to settle take turns, some at a time, and then again', async () => {
  const accounts = new Accounts();
  const run = settling(accounts);
  for (let round = 0; round < 4; round += 1) await run();
  expect(accounts.asked.map(([after]) => after)).toEqual(['', 'a0499', 'a0999', '']);
  const settled = accounts.settled.slice(0, 601);
  expect(settled).toEqual(names.filter((name, index) => index % 2 === 1 || name === 'a1000'));
});

test('an account that cannot be settled does not block others, and is reported', async () => {
  const accounts = new Accounts();
  accounts.broken = 'a0001';
  await expect(settling(accounts)()).rejects.toThrow('unread');
  expect(accounts.settled).toHaveLength(250);
});

test('an account is settled when it changed, once more when that has stood, and then no more', async () => {
  const accounts = new Accounts();
  const run = settling(accounts);
  const timesSettled = async (rounds: number) => {
    accounts.settled.length = 0;
    // Three runs of five seconds each come to every account.
    for (let round = 0; round < 3 * rounds; round += 1) await run();
    return accounts.settled.filter((account) => account === 'a0001').length;
  };
  expect(await timesSettled(4)).toBe(1);
  expect(await timesSettled(4)).toBe(1);
  expect(await timesSettled(20)).toBe(0);
  accounts.state = 'after';
  expect(await timesSettled(1)).toBe(1);
});

test('an account that could not be settled is settled again', async () => {
  const accounts = new Accounts();
  const run = settling(accounts);
  accounts.broken = 'a0001';
  await expect(run()).rejects.toThrow('unread');
  accounts.broken = '';
  for (let round = 0; round < 3; round += 1) await run();
  expect(accounts.settled.filter((account) => account === 'a0001')).toHaveLength(2);
});
