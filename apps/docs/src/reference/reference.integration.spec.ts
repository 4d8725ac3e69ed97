import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFERENCE_PAGES, referencePage } from './pages';

const root = join(__dirname, '../../../..');

describe('the reference', () => {
  test.each(REFERENCE_PAGES)('%s matches the code; npm run docs writes it', async (path) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(await referencePage(root, path));
  });

  test('names every type of event, and no other', () => {
    const events = readFileSync(join(root, 'docs/reference/events.md'), 'utf8');
    const [, orders] = events.split('## Events of orders');
    const named = [...orders.split('\n## ')[0].matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(eventTypes().sort());
  });
});

/** Every `type` of the facts, including reports with nothing but a name. */
function eventTypes(): string[] {
  const source = readFileSync(join(root, 'libs/domain/src/order-event.ts'), 'utf8');
  const [, union] = /export type StateReportType =([\s\S]*?);/.exec(source)!;
  const own = [...source.matchAll(/^ {2}type: '(\w+)';/gm)];
  return [...own, ...union.matchAll(/'(\w+)'/g)].map(([, name]) => name);
}
