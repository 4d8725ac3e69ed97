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
