import { missingIn, shownCommands } from './commands';

const page = (...lines: string[]) => ({ path: 'page.md', text: lines.join('\n') });

describe('commands that a page shows', () => {
  test('are the blocks of shell, each with the output block after it', () => {
    const [first, second, ...rest] = shownCommands(
      page(
        'Say:',
        '```sh',
        'echo a',
        '```',
        '',
        '```',
        'a',
        '```',
        'Then:',
        '```sh',
        'echo b',
        '```',
      ),
    );
    expect(first).toEqual({ page: 'page.md', line: 2, commands: 'echo a\n', output: 'a\n' });
    expect(second).toMatchObject({ line: 10, output: null });
    expect(rest).toEqual([]);
  });

  test('may stand in lists, too', () => {
    const [{ commands }] = shownCommands(page('1. Say:', '', '   ```sh', '   echo a', '   ```'));
    expect(commands).toBe('echo a\n');
  });
});

describe('printed output', () => {
  test.each(['{"a":1,…}', '{…"b":2…', '{"a":1,\n"b":2}', '…'])('has %j in it', (shown) => {
    expect(missingIn('{"a":1,"b":2}', shown)).toBeNull();
  });

  test.each([
    ['"b":2…"a":1', '"a":1'],
    ['{"a":1}', '{"a":1}'],
  ])('lacks text in another order, or missing text: %j', (shown, missing) => {
    expect(missingIn('{"a":1,"b":2,', shown)).toBe(missing);
  });
});
