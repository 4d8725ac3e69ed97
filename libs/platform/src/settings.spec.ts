import { brokerAccounts } from './setting-parsers';
import { SettingFault } from './setting-table';
import { isLoopback, readSettings } from './settings';

const PRODUCTION = {
  NODE_ENV: 'production',
  MONGO_URL: 'mongodb://store/ome',
  REDIS_URL: 'redis://queue',
  RELAY_SECRET: 'a-secret-of-our-own',
};

const SESSION = { userId: 'FT1', apiKey: 'k', apiSecret: 's', accounts: ['42', '43'] };

/** A part of the engine adds its own settings like this. */
const BROKER = { ACME_ACCOUNTS: { parse: brokerAccounts, fallback: '[]' } };

const faultOf = (env: NodeJS.ProcessEnv): string => {
  try {
    readSettings(env, BROKER);
  } catch (error) {
    if (error instanceof SettingFault) return error.message;
    throw error;
  }
  throw new Error('The settings were taken');
};

describe('settings', () => {
  test('have defaults for development', () => {
    expect(readSettings({})).toMatchObject({
      NODE_ENV: 'development',
      HOST: '127.0.0.1',
      PORT: 5_000,
      MONGO_URL: null,
      REDIS_URL: null,
      OME_DATA_DIR: '.ome',
      EXECUTION_LINK_URL: null,
      TRADE_POST_URL: null,
      RATE_LIMIT: 10_000,
    });
  });

  test('an empty one counts as not set', () => {
    expect(readSettings({ PORT: '', MONGO_URL: '' })).toEqual(readSettings({}));
  });

  test('are parsed', () => {
    const env = { PORT: '8080', REFUSE_CHANGES_AFTER_FILL: 'true', RATE_LIMIT: '100' };
    expect(readSettings(env)).toMatchObject({
      PORT: 8_080,
      REFUSE_CHANGES_AFTER_FILL: true,
      RATE_LIMIT: 100,
    });
  });

  test.each([
    ['PORT', 'five', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '65536', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '-1', 'PORT must be a whole number from 0 to 65535.'],
    ['PORT', '5000.5', 'PORT must be a whole number from 0 to 65535.'],
    ['HOST', ' ', 'HOST must not be empty.'],
    ['NODE_ENV', 'prod', 'NODE_ENV must be one of development, test, production.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace.'],
    [
      'MONGO_URL',
      'localhost:27017',
      'MONGO_URL must be a URL that begins with mongodb:// or mongodb+srv://.',
    ],
    [
      'REDIS_URL',
      'http://queue',
      'REDIS_URL must be a URL that begins with redis:// or rediss://.',
    ],
    [
      'EXECUTION_LINK_URL',
      'http://desk:secret@link',
      'EXECUTION_LINK_URL must not contain a user or a password: requests do not send them.',
    ],
    [
      'EXECUTION_LINK_URL',
      'link:80',
      'EXECUTION_LINK_URL must be a URL that begins with http:// or https://.',
    ],
    ['MARKET_TIME_ZONE', 'India', 'MARKET_TIME_ZONE must be a time zone such as Asia/Kolkata.'],
    ['REFUSE_CHANGES_AFTER_FILL', 'yes', 'REFUSE_CHANGES_AFTER_FILL must be one of true, false.'],
    ['BODY_LIMIT', '10', 'BODY_LIMIT must be a whole number from 1024 to 67108864.'],
  ])('%s=%s: a sentence that says what to do', (name, value, sentence) => {
    expect(faultOf({ [name]: value })).toBe(sentence);
  });

  test('several hosts in the address of MongoDB are accepted', () => {
    const MONGO_URL = 'mongodb://user:word@a:1,b:2,c:3/ome?replicaSet=rs0';
    expect(readSettings({ MONGO_URL }).MONGO_URL).toBe(MONGO_URL);
  });

  test.each([
    ['EXECUTION_LINK_ULR', 'EXECUTION_LINK_URL'],
    ['MONGO_URLS', 'MONGO_URL'],
    ['MONG_URL', 'MONGO_URL'],
    ['RELAY_SECRIT', 'RELAY_SECRET'],
    ['RATE_LIMITS', 'RATE_LIMIT'],
    ['LOG_LEVLE', 'LOG_LEVEL'],
  ])('%s is misspelt: the sentence says what is meant', (name, meant) => {
    expect(faultOf({ [name]: 'x' })).toBe(`${name} is not a setting; did you mean ${meant}?`);
  });

  test.each([
    'OME_COLOUR',
    'LINK_MOOD',
    'TRADE_POST_KEY',
    'SIMULATOR_COLOUR',
    'SEND_WINDOW_HOURS',
    'ACME_MOOD',
  ])('%s is unknown: the sentence says where all are listed', (name) => {
    expect(faultOf({ [name]: 'x' })).toBe(`${name} is not a setting; .env.example lists them all.`);
  });

  test('the settings of a part are read with the common ones', () => {
    const ACME_ACCOUNTS = JSON.stringify([SESSION]);
    expect(readSettings({ ACME_ACCOUNTS }, BROKER)).toMatchObject({
      PORT: 5_000,
      ACME_ACCOUNTS: [{ userId: 'FT1' }],
    });
  });

  test('variables of other programs are ignored', () => {
    const env = {
      PATH: '/bin',
      HOME: '/root',
      npm_config_loglevel: 'x',
      LINKS: 'x',
      HOSTNAME: 'a',
    };
    expect(() => readSettings(env)).not.toThrow();
  });

  test('all faults are reported at once', () => {
    const fault = faultOf({ PORT: 'x', LOG_LEVEL: 'y', OME_NOTHING: 'z' });
    for (const name of ['PORT', 'LOG_LEVEL', 'OME_NOTHING']) expect(fault).toContain(name);
  });

  test('a fault does not repeat the value, which may be a secret', () => {
    expect(faultOf({ MONGO_URL: 'user:hunter2@store' })).not.toContain('hunter2');
  });

  describe('in production', () => {
    test('a required setting is accepted when given', () => {
      expect(readSettings(PRODUCTION)).toMatchObject({ NODE_ENV: 'production' });
    });

    test.each([
      [
        'RELAY_SECRET',
        'RELAY_SECRET must be set to at least 16 random characters where others than this machine get to the API.',
      ],
      ['MONGO_URL', 'MONGO_URL must be set in production.'],
      ['REDIS_URL', 'REDIS_URL must be set in production.'],
    ])('%s left out stops the start', (name, sentence) => {
      expect(faultOf({ ...PRODUCTION, [name]: undefined })).toBe(sentence);
    });

    test('the default secret stops the start', () => {
      expect(faultOf({ ...PRODUCTION, RELAY_SECRET: 'change-me' })).toContain('RELAY_SECRET');
    });
  });

  describe('if other machines can reach the engine', () => {
    const sessions = JSON.stringify([
      { userId: 'FT1', apiKey: 'k', apiSecret: 's', accounts: ['42'] },
    ]);
    const brokers = { ACME_ACCOUNTS: sessions };
    const KEY = 'a-key-of-our-own-that-is-long-enough';
    const SECRET = 'a-secret-of-our-own';

    test.each([
      ['the API is beyond loopback', { HOST: '0.0.0.0' }],
      ['a proxy is before it', { TRUST_PROXY: 'true' }],
      [
        'the store is on another machine',
        { MONGO_URL: 'mongodb://user:pass@localhost,store:27017/ome' },
      ],
    ])('default and short keys for broker tokens stop the start: %s', (_name, reach) => {
      const given = { ...brokers, ...reach, RELAY_SECRET: SECRET };
      for (const key of [undefined, 'of-our-own', 'x'.repeat(31)]) {
        expect(faultOf({ ...given, BROKER_TOKEN_KEY: key })).toContain(
          'BROKER_TOKEN_KEY must be set to at least 32 random characters',
        );
      }
      expect(() => readSettings({ ...reach, RELAY_SECRET: SECRET })).not.toThrow();
      expect(() => readSettings({ ...given, BROKER_TOKEN_KEY: KEY }, BROKER)).not.toThrow();
    });

    test.each([
      [{ HOST: '0.0.0.0' }],
      [{ HOST: '0.0.0.0', NODE_ENV: 'test' }],
      [{ TRUST_PROXY: 'true' }],
      [PRODUCTION],
    ])('default and short secrets of the relay stop the start: %j', (reach) => {
      for (const secret of [undefined, 'change-me', 'x'.repeat(15)]) {
        expect(faultOf({ ...reach, RELAY_SECRET: secret })).toContain(
          'RELAY_SECRET must be set to at least 16 random characters',
        );
      }
      for (const secret of ['change-me', 'x'.repeat(15)]) {
        const rotated = { RELAY_SECRET: SECRET, RELAY_SECRET_BEFORE: secret };
        expect(faultOf({ ...reach, ...rotated })).toContain(
          'RELAY_SECRET_BEFORE must be set to at least 16 random characters',
        );
      }
      expect(() => readSettings({ ...reach, RELAY_SECRET: SECRET })).not.toThrow();
    });

    test('a secret of the relay before it is taken, and so is none', () => {
      for (const before of [undefined, '', 'x'.repeat(16)]) {
        const rotated = { RELAY_SECRET: SECRET, RELAY_SECRET_BEFORE: before };
        expect(() => readSettings({ ...PRODUCTION, ...rotated })).not.toThrow();
      }
    });

    test.each([
      [{}],
      [{ HOST: 'localhost', MONGO_URL: 'mongodb://127.0.0.1:27017/ome?replicaSet=rs' }],
      [{ HOST: '::1', MONGO_URL: 'mongodb://[::1]:27017/ome' }],
    ])('and nowhere else: %j', (reach) => {
      expect(() => readSettings({ ...brokers, ...reach }, BROKER)).not.toThrow();
    });
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.example.com', false],
  ['10.0.0.1', false],
])('%s is loopback: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback);
});

test.each([
  ['the first account', {}, '42'],
  ['the client code of a session for all', { accounts: ['*'] }, 'FT1'],
  ['the account that is named', { adoptAccount: '43' }, '43'],
  ['none where they are only reported', { foreignOrders: 'report' }, null],
])('orders of others at a broker go to %s', (_title, fields, account) => {
  const [session] = brokerAccounts(JSON.stringify([{ ...SESSION, ...fields }]));
  expect(session.adoptsInto).toBe(account);
});

test.each([{ foreignOrders: 'ignore' }, { adoptAccount: '44' }, { adoptAccount: 42 }])(
  'a session that wants %j of them is refused',
  (fields) => {
    const ACME_ACCOUNTS = JSON.stringify([{ ...SESSION, ...fields }]);
    expect(faultOf({ ACME_ACCOUNTS })).toMatch(/^ACME_ACCOUNTS must .*adoptAccount/);
  },
);
