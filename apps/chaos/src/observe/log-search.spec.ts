import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretsIn } from './log-search';

const folder = mkdtempSync(join(tmpdir(), 'ome-log-search-'));
const log = join(folder, 'engine.log');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('secretsIn', () => {
  const found = (line: string): Promise<string[]> => {
    writeFileSync(log, `{"msg":"harmless"}\n${line}\n`);
    return secretsIn(log, new Set(['s3cret-token']));
  };

  it.each([
    ['{"err":"refused s3cret-token"}', 'a secret'],
    [`{"x-checksum":"token ${'0f'.repeat(32)}"}`, 'a checksum'],
    ['{"body":"jData={}&jKey=abc"}', 'a jKey'],
    [String.raw`{"body":"{\"jKey\":\"abc\"}"}`, 'a jKey'],
    ['{"path":"/callback?code=abc"}', 'a login code'],
    ['{"path":"/callback?client=a&apisession=7"}', 'a login code'],
  ])('finds in %s %s, and does not repeat it', async (line, what) => {
    expect(await found(line)).toEqual([`Line 2 of the log has ${what}`]);
  });

  it('does not report ids, routes and statuses', async () => {
    const line = `{"orderId":"${'0f'.repeat(12)}","path":"/links/breeze/A/callback","code":200}`;
    expect(await found(line)).toEqual([]);
  });

  it('does not accept an empty log as clean', async () => {
    writeFileSync(log, '');
    await expect(secretsIn(log, new Set())).rejects.toThrow('Nothing was logged');
  });
});
