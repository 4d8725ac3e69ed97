import { SIMULATED_BROKERS } from '../../simulator/src/simulated-brokers';
import { appEnvironment } from './app-environment';
import { readSettings } from './settings';

const services = { mongoUrl: 'mongodb://m', redisUrl: 'redis://r' };

it('completes the environment with what was started here', () => {
  const environment = appEnvironment(readSettings({ PORT: '7000' }), services, { RATE_LIMIT: '5' });
  expect(environment).toMatchObject({
    RATE_LIMIT: '5',
    PORT: '7000',
    MONGO_URL: 'mongodb://m',
    REDIS_URL: 'redis://r',
    EXECUTION_LINK_URL: 'http://127.0.0.1:5001/link',
    TRADE_POST_URL: 'http://127.0.0.1:5001/trade_post',
    SIMULATOR_ENGINE_URL: 'http://127.0.0.1:7000',
    MARKET_PHASES: 'show',
    SIMULATOR_FED_SYMBOLS: expect.stringContaining('NIFTY') as string,
  });
});

it('leaves a configured link and trade post as they are', () => {
  const outside = { EXECUTION_LINK_URL: 'http://link', TRADE_POST_URL: 'http://post' };
  expect(appEnvironment(readSettings(outside), services, outside)).toMatchObject({
    ...outside,
    MARKET_PHASES: 'enforce',
  });
});

it.each([
  ['0.0.0.0', 'http://127.0.0.1:5000'],
  ['::', 'http://[::1]:5000'],
  ['::1', 'http://[::1]:5000'],
  ['engine.example', 'http://engine.example:5000'],
])('reaches an API that listens on %s at %s', (host, url) => {
  const environment = appEnvironment(readSettings({ HOST: host }), services, {});
  expect(environment.SIMULATOR_ENGINE_URL).toBe(url);
});

describe('the accounts at the simulated brokers', () => {
  type Account = { userId: string; apiKey: string; user?: string };
  const accountsWith = (outside: NodeJS.ProcessEnv) =>
    JSON.parse(
      appEnvironment(readSettings(outside), services, outside).SIMULATOR_BROKERS!,
    ) as Record<string, Account[]>;
  const codes = (accounts: Account[]) => accounts.map(({ userId }) => userId);

  it("are the engine's and one for other programs", () => {
    for (const { name, userId, programUserId } of SIMULATED_BROKERS) {
      expect(accountsWith({})[name]).toMatchObject([
        { userId },
        { userId: programUserId, apiKey: 'program-key', user: 'absent' },
      ]);
    }
  });

  it('are besides those given from outside, and give way to them', () => {
    const [{ name, userId, programUserId }] = SIMULATED_BROKERS;
    const mine = { userId: 'MINE', apiKey: 'k', apiSecret: 's', redirectUrl: 'http://mine' };
    const given = { [name]: [mine, { ...mine, userId: programUserId }] };
    const accounts = accountsWith({ SIMULATOR_BROKERS: JSON.stringify(given) })[name];
    expect(codes(accounts)).toEqual([userId, 'MINE', programUserId]);
    expect(accounts[2].apiKey).toBe('k');
  });

  it.each(['[', '{"flattrade":{}}'])('leave %s for the simulator to refuse', (text) => {
    const outside = { SIMULATOR_BROKERS: text };
    expect(appEnvironment(readSettings(outside), services, outside)).toMatchObject(outside);
  });
});
