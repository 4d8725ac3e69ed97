import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BASKET_ALERT_CODES, BASKET_STATUSES, RefusalCode } from '@ome/domain';
import { ENGINE_SETTING_NAMES } from '@ome/execution-links';
import { CLIENT_SETTINGS, derivedId } from '@ome/platform';
import { type Document, documents, found, ROOT } from './documents';

const BASKET_WORDS = [...BASKET_STATUSES, ...BASKET_ALERT_CODES, 'CARRY_FORWARD'];
/** Of programs that look at the engine from outside. */
const PROGRAM_SETTINGS = ['DESK_ORDERS', 'JUDGES_DIR', 'JUDGES_PYTHON'];
const all = documents();

const sources = ['apps', 'libs', 'deploy'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|js|sh)$/.test(path) && !path.includes('node_modules'))
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8')),
);
const CONSTANTS = sources.flatMap((source) => found(source, /^export const ([A-Z_]+)\b/gm));
const paths = all.map(({ path }) => path);
const textOf = (path: string): string => all.find((document) => document.path === path)!.text;

/** The anchor that code hosts and the site make of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');

const anchorsOf = (path: string): string[] => found(textOf(path), /^#+ (.+)$/gm).map(anchorOf);

/** Links within the repository: their target, from the root, and its heading. */
function linksOf({ path, text }: Document): { file: string; anchor: string | undefined }[] {
  const targets = [...found(text, /\]\(([^)\s]+)\)/g), ...found(text, /(?:src|srcset)="([^"]+)"/g)];
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [to, anchor] = target.split('#');
      return { file: to === '' ? path : join(dirname(path), to), anchor };
    });
}

describe.each(all)('$path', (document) => {
  it('links to existing files and headings', () => {
    const links = linksOf(document);
    expect(links.filter(({ file }) => !existsSync(join(ROOT, file)))).toEqual([]);
    const within = links.filter(({ file, anchor }) => anchor && paths.includes(file));
    expect(within.filter(({ file, anchor }) => !anchorsOf(file).includes(anchor!))).toEqual([]);
  });

  it('names existing files', () => {
    const named = found(document.text, /(?<![\w/.])((?:apps|libs|deploy)\/[\w./-]+\w)/g);
    const missing = named.filter((path) => !existsSync(join(ROOT, path)));
    // Files that the scripts of deploy/ or people create do not exist in the repository.
    expect(
      missing.filter((path) => !/^deploy\/(\.env|brokers\.env|secrets\/tls\.crt)$/.test(path)),
    ).toEqual([]);
  });

  it('names existing settings', () => {
    const named = found(document.text, /`([A-Z]+(?:_[A-Z]+)+)(?:=[\w-]+)?`/g);
    const codes = [...Object.values(RefusalCode), ...BASKET_WORDS, 'STOP_LIMIT'];
    const settings = [...ENGINE_SETTING_NAMES, ...CLIENT_SETTINGS, ...PROGRAM_SETTINGS];
    const known = [...settings, ...codes, ...CONSTANTS];
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it('shows order ids that match their client ids', () => {
    const shown = /"clOrdId": "([\w-]+)", "account": "(\d+)"/g;
    for (const [, clOrdId, account] of document.text.matchAll(shown)) {
      expect(document.text).toContain(derivedId('clOrdId', account, clOrdId));
    }
  });
});

it('names commands that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = all.flatMap(({ text }) => found(text, /npm run (?:-s )?([a-z:]+)/g));
  expect(named.length).toBeGreaterThan(0);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
});

it('the README fits on a few screens', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThanOrEqual(151);
});

it('every page is reached from the README or from a reached page', () => {
  const reached = new Set(['README.md']);
  for (const path of reached) {
    const document = all.find((one) => one.path === path);
    if (document) for (const { file } of linksOf(document)) reached.add(file);
  }
  expect(paths.filter((path) => !reached.has(path))).toEqual(['docs/index.md']);
});

describe('comments in the code', () => {
  const cited = (pattern: RegExp): string[] => [
    ...new Set(sources.flatMap((source) => found(source, pattern))),
  ];

  it('cite existing pages', () => {
    const pages = cited(/[^\w/](docs\/[\w/.-]+\.md)/g);
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('cite rules of order states that exist', () => {
    const rules = found(textOf('docs/order-states.md'), /^## Rule (\d+)\./gm);
    const numbers = cited(/\brules? (\d+(?:(?:, | and | to )\d+)*)/g).flatMap((text) =>
      found(text, /(\d+)/g),
    );
    expect(rules.length).toBe(20);
    expect(rules).toEqual(expect.arrayContaining([...new Set(numbers)]));
  });

  it('cite wire formats that exist', () => {
    const sections = found(textOf('docs/reference/wire-formats.md'), /^## (\d)\./gm);
    expect(sections).toEqual(expect.arrayContaining(cited(/wire formats? (\d)/gi)));
  });
});
