import { readSimulatorConfig as readConfig } from './simulator.config';

const readSimulatorConfig = (env: NodeJS.ProcessEnv) => readConfig(env, ['flattrade', 'breeze']);

describe('readSimulatorConfig', () => {
  it('has a default for everything', () => {
    expect(readSimulatorConfig({})).toEqual({
      port: 5001,
      host: '127.0.0.1',
      streamPort: 5004,
      fixPort: 5005,
      engineUrl: new URL('http://127.0.0.1:5000'),
      seed: 1,
      apiKey: '',
      brokers: [],
      limitFactor: 1,
      market: true,
      fedSymbols: [],
    });
  });

  it.each([
    [{ SIMULATOR_PORT: '70000' }, 'SIMULATOR_PORT is "70000"'],
    [{ SIMULATOR_SEED: '-1' }, 'SIMULATOR_SEED is "-1"'],
    [{ SIMULATOR_MARKET: 'maybe' }, 'SIMULATOR_MARKET is "maybe"'],
    [{ SIMULATOR_LIMIT_FACTOR: '0' }, 'SIMULATOR_LIMIT_FACTOR is "0"'],
    [{ SIMULATOR_ENGINE_URL: 'localhost:5000' }, 'SIMULATOR_ENGINE_URL is "localhost:5000"'],
  ])('refuses %j with an explanation', (env, sentence) => {
    expect(() => readSimulatorConfig(env)).toThrow(sentence);
  });

  const flattrade = {
    userId: 'FT1',
    apiKey: 'K1',
    apiSecret: 'S1',
    redirectUrl: 'http://127.0.0.1:5000/links/flattrade/FT1/callback',
  };

  it('reads the accounts at the brokers and shows no secret', () => {
    const { brokers } = readSimulatorConfig({
      SIMULATOR_BROKERS: JSON.stringify({ flattrade: [flattrade] }),
    });
    expect(brokers).toMatchObject([{ broker: 'flattrade', userId: 'FT1', apiKey: 'K1' }]);
    expect(JSON.stringify(brokers)).not.toContain('S1');
  });

  it('knows accounts that programs log in to', () => {
    const program = { ...flattrade, userId: 'FT2', user: 'absent' };
    const { brokers } = readSimulatorConfig({
      SIMULATOR_BROKERS: JSON.stringify({ flattrade: [flattrade, program] }),
    });
    expect(brokers.map(({ userId, hasUser }) => [userId, hasUser])).toEqual([
      ['FT1', true],
      ['FT2', false],
    ]);
  });

  it.each([
    '[',
    '[]x',
    'null',
    '{"zerodha":[]}',
    '{"flattrade":{}}',
    '{"flattrade":[{"userId":"FT1"}]}',
    JSON.stringify({ breeze: [{ ...flattrade, redirectUrl: 'here' }] }),
    JSON.stringify({ breeze: [{ ...flattrade, user: 'asleep' }] }),
  ])('refuses accounts like %s without quoting them', (text) => {
    const read = () => readSimulatorConfig({ SIMULATOR_BROKERS: text });
    expect(read).toThrow('SIMULATOR_BROKERS must be JSON like');
    expect(read).not.toThrow('S1');
  });
});
