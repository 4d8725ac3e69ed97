import type { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExitCode } from './exit-code';
import { createProgram, descendants } from './program';
import { runOme } from './testing/run-ome';

/** Nobody listens there: what reaches it has no effect. */
const ome = (line: string) => runOme(line, { OME_URL: 'http://127.0.0.1:1' });

const NEW = 'order new --account 42 --symbol ACC --exchange NSE --side buy --quantity 100';

describe('every command', () => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'ome-cli-'));
  beforeAll(() => {
    writeFileSync(join(folder, 'NSE_Equity.csv'), 'Exchange,Token');
    writeFileSync(join(folder, 'basket.json'), '{}');
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  const program = createProgram({ out: () => undefined, err: () => undefined }, {});
  const leaves = descendants(program).filter(
    // The library provides completion; following continues until the engine is there.
    (command) => command.commands.length === 0 && !['complete', 'follow'].includes(command.name()),
  );
  const pathOf = (command: Command): string =>
    command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
  const paths = leaves.map(pathOf);

  test.each(paths)('%s has help with an example that it understands', async (path) => {
    const { code, out } = await ome(`${path} --help`);
    expect(code).toBe(ExitCode.Done);
    const examples = [...out.matchAll(/^ {2}\$ ome (.+)$/gm)].map(([, line]) => line);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      // It reads a file, and asks no engine.
      if (path === 'audit check') continue;
      // Nobody is signed in there.
      if (path === 'logout') continue;
      const { code: ended, err } = await ome(example);
      expect({ ended, err }).toEqual({
        ended: ExitCode.Unavailable,
        err: expect.stringContaining('was not answered'),
      });
    }
  });
});

describe('invalid commands', () => {
  test.each([
    ['order new --account 42', 'required option'],
    [`${NEW} --side bux`, 'must be one of BUY, SELL'],
    ['order cancel', 'Name the orders'],
    ['order cancel 0123456789abcdef01234567 --all', 'Name the orders'],
    ['order list --limit many', 'whole number'],
    ['order show 0123456789abcdef01234567 --at noon', 'must be an instant'],
    ['positions close --account 42', 'or --all'],
    ['risk limits set maxLuck=7', 'must be rule=value'],
    ['risk limits set lotSize', 'must be rule=value'],
    ['kill-switch pull everything --reason x', 'must be one of engine, account, user'],
    ['kill-switch pull engine', 'required option'],
    ['kill-switch pull engine --reason x --mode block-some', 'must be one of'],
    ['positions close --account 42 --all --cancel-resting --keep-resting', 'not both'],
  ])('%s is told what is wrong', async (line, text) => {
    expect(await ome(line)).toMatchObject({
      code: ExitCode.Usage,
      err: expect.stringContaining(text),
    });
  });

  test('what acts in a terminal is shown instead', async () => {
    const { err } = await ome('order list --limit \u001b[2J');
    expect(err).toContain('\\u001b[2J');
    expect(err).not.toContain('\u001b');
  });

  test('an unanswered order can be sent again with its id', async () => {
    const { err } = await ome(`${NEW} --price 1`);
    expect(err).toMatch(/The same command with --cl-ord-id cli-\S+ cannot enter it twice/);
  });
});

test('an engine that is not there is said to be so', async () => {
  const { code, err } = await ome('order list');
  expect([code, err]).toEqual([
    ExitCode.Unavailable,
    expect.stringContaining('Is the engine running?'),
  ]);
});

test('the shell completes commands and options', async () => {
  const written: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((text) => void written.push(text));
  await ome('complete -- order new --tim');
  log.mockRestore();
  expect(written.join('\n')).toContain('--time-in-force');
});
