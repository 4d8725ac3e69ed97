import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENT_SETTINGS, derivedId, SETTING_NAMES } from '@ome/platform';

const root = join(__dirname, '..', '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const found = (pattern: RegExp): string[] => [...readme.matchAll(pattern)].map(([, text]) => text);

it('names commands that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = found(/npm (?:run )?(?:-s )?(start|test|[a-z]+ --|lint|chaos|bench)\b/g);
  expect(named.length).toBeGreaterThan(0);
  for (const name of named) expect(Object.keys(scripts)).toContain(name.replace(' --', ''));
});

it('names files and rooms that are there', () => {
  const named = [
    ...found(/\]\(([^):]+)\)/g),
    ...found(/(?<![\w/.])((?:apps|libs|deploy)\/[\w./-]+\w)/g),
  ];
  const missing = named.filter((path) => !existsSync(join(root, path)));
  // What the scripts of deploy/ make is not there before they ran.
  expect(missing.filter((path) => !/^deploy\/(\.env|secrets\/tls\.crt)$/.test(path))).toEqual([]);
});

it('names settings that exist', () => {
  const named = found(/`([A-Z]+(?:_[A-Z]+)+)(?:=\w+)?`/g);
  expect([...SETTING_NAMES, ...CLIENT_SETTINGS]).toEqual(expect.arrayContaining(named));
});

it('shows order ids as they follow from the client ids', () => {
  for (const clOrdId of found(/"clOrdId": "(\w+)", "account": "42"/g)) {
    expect(readme).toContain(`/orders/${derivedId('clOrdId', '42', clOrdId)}`);
  }
});
