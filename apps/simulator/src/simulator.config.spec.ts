import { readSimulatorConfig } from './simulator.config';

describe('readSimulatorConfig', () => {
  it('has a default for everything', () => {
    expect(readSimulatorConfig({})).toEqual({
      port: 5001,
      host: '127.0.0.1',
      engineUrl: new URL('http://127.0.0.1:5000'),
      seed: 1,
      apiKey: '',
    });
  });

  it.each([
    [{ SIMULATOR_PORT: '70000' }, 'SIMULATOR_PORT is "70000"'],
    [{ SIMULATOR_SEED: '-1' }, 'SIMULATOR_SEED is "-1"'],
    [{ SIMULATOR_ENGINE_URL: 'localhost:5000' }, 'SIMULATOR_ENGINE_URL is "localhost:5000"'],
  ])('refuses %j with a sentence', (env, sentence) => {
    expect(() => readSimulatorConfig(env)).toThrow(sentence);
  });
});
