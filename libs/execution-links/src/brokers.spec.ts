import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BROKERS, ENGINE_SETTING_NAMES, readEngineSettings } from './brokers';
import { linkIdentities, linkPolicies } from './link-identities';

describe('the settings of the engine', () => {
  test('.env.example lists exactly these, each with a line that says what it is for', () => {
    const lines = readFileSync(join(__dirname, '../../../.env.example'), 'utf8').split('\n');
    const listed = lines.flatMap((line, index) => {
      const [, name] = /^#? ?([A-Z][A-Z_]+)=/.exec(line) ?? [];
      return name ? [{ name, said: /^# \w/.test(lines[index - 1]) }] : [];
    });

    expect(listed.map(({ name }) => name).sort()).toEqual([...ENGINE_SETTING_NAMES].sort());
    expect(listed.filter(({ said }) => !said)).toEqual([]);
  });

  test('.env.example gives the defaults', () => {
    const text = readFileSync(join(__dirname, '../../../.env.example'), 'utf8');
    const env = Object.fromEntries(
      [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    expect(readEngineSettings(env)).toEqual(readEngineSettings({}));
  });
});

describe.each(BROKERS)('$name', (broker) => {
  const prefix = `${broker.name.toUpperCase()}_`;
  const accounts = [{ userId: 'U1', apiKey: 'k', apiSecret: 's', accounts: ['42'] }];
  const given = { [`${prefix}ACCOUNTS`]: JSON.stringify(accounts) };

  test('has settings under its own prefix only', () => {
    const names = Object.keys(broker.settings);
    expect(names.filter((name) => !name.startsWith(prefix))).toEqual([]);
  });

  test('a misspelt setting is refused', () => {
    expect(() => readEngineSettings({ [`${prefix}MOOD`]: 'x' })).toThrow(/is not a setting/);
  });

  test('has the sessions, policies and intervals that its settings name', () => {
    const settings = readEngineSettings({
      ...given,
      [`${prefix}POLL_MS`]: '1234',
      [`${prefix}IOC_ORDERS`]: 'refuse',
    });
    expect(linkIdentities(settings)).toContainEqual(
      expect.objectContaining({ name: broker.name, route: `${broker.name}-U1`, accounts: ['42'] }),
    );
    expect(linkPolicies(settings)[broker.name].ioc).toBe('refuse');
    expect(broker.pollMs(settings)).toBe(1_234);
  });
});
