import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { CompiledApps } from '../../../dev/src/engine-process/compiled-apps';
import { ENGINE_START_MS, EngineProcess } from '../../../dev/src/engine-process/engine-process';

const MIB = 1024 * 1024;
/** Beside what the process takes anyway. */
const MOST_MIB = 300;

jest.setTimeout(5 * 60_000);

let apps: CompiledApps;
let engine: EngineProcess;

beforeAll(async () => {
  apps = CompiledApps.compile();
  engine = await EngineProcess.start(apps.distDir, apps.makeDataDir());
}, ENGINE_START_MS);

afterAll(async () => {
  await engine.stop();
  apps.remove();
}, ENGINE_START_MS);

/** The most memory that the process of the API ever had, or has now. */
function memoryMiB(field: 'VmHWM' | 'VmRSS'): number {
  const status = readFileSync(`/proc/${engine.state.processes.api}/status`, 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)![1]) / 1024;
}

async function send(query: string, body: Uint8Array): Promise<number> {
  const url = `${engine.state.apiUrl}/instruments/import?${query}`;
  const headers = { 'content-type': 'application/octet-stream' };
  const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(body) });
  await answer.text();
  return answer.status;
}

const HEADER = 'Exchange,Token,Lotsize,Symbol,Tradingsymbol,Instrument,Expiry,Strike,Optiontype\n';
const FLATTRADE = 'broker=flattrade&file=NFO_Index_Derivatives.csv';
const BREEZE = 'broker=breeze&file=SecurityMaster.zip';

/** As many different contracts as are taken. */
const contracts = (count: number): string =>
  Array.from(
    { length: count },
    (_, index) =>
      `NFO,${index},65,NIFTY,NIFTY30DEC30C${10_000 + index},OPTIDX,30-DEC-2030,${10_000 + index},CE\n`,
  ).join('');

const same = (size: number): string => {
  const row = 'NFO,1,65,NIFTY,NIFTY30DEC30C10000,OPTIDX,30-DEC-2030,10000,CE\n';
  return row.repeat(Math.floor((size - HEADER.length) / row.length));
};

test.each<[string, string, () => Uint8Array, number]>([
  ['a gzip of one row over and over', FLATTRADE, () => gzipSync(HEADER + same(128 * MIB)), 422],
  [
    'rows that cannot be read',
    FLATTRADE,
    () => gzipSync(`${HEADER}${'NFO\n'.repeat(4_000_000)}`),
    422,
  ],
  [
    'an archive of one name six times',
    BREEZE,
    () => {
      const entry = strToU8('x'.repeat(20 * MIB));
      const names = Array.from({ length: 6 }, (_, index) => `${index}/NSEScripMaster.txt`);
      return zipSync(Object.fromEntries(names.map((name) => [name, entry])));
    },
    422,
  ],
  ['as many contracts as are taken', FLATTRADE, () => gzipSync(HEADER + contracts(200_000)), 200],
])('%s takes a bounded part of memory', async (_name, query, body, status) => {
  const before = memoryMiB('VmRSS');
  expect(await send(query, body())).toBe(status);
  expect(memoryMiB('VmHWM') - before).toBeLessThan(MOST_MIB);
});
