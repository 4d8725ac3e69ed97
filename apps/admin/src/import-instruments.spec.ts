import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BREEZE_SAMPLE, ContractFileRefused } from '@ome/execution-links';
import { InstrumentStore } from '@ome/persistence';
import { strToU8, zipSync } from 'fflate';
import type { Connection } from 'mongoose';
import { dropTestStore, openTestStore } from '../../../libs/persistence/src/testing/test-store';
import { InstrumentImport } from './import-instruments';
import { Progress } from './progress';

const HEADER = 'Exchange,Token,Lotsize,Symbol,Tradingsymbol,Instrument,Expiry,Strike,Optiontype';
const infy = 'NSE,1594,1,INFY,INFY-EQ,EQ,,,';
const itc = 'NSE,1660,1,ITC,ITC-EQ,EQ,,,';
const past = 'NFO,1,75,NIFTY,NIFTY21AUG25F,FUTIDX,21-AUG-2025,0,XX';
const future = 'NFO,2,75,NIFTY,NIFTY29DEC26F,FUTIDX,29-DEC-2026,0,XX';

let connection: Connection;
let folder: string;
let said: string[];
let work: InstrumentImport;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instruments-'));
  connection = await openTestStore();
  said = [];
  const store = new InstrumentStore(connection.db!.collection('instruments'));
  work = new InstrumentImport(store, new Progress((text) => said.push(text)), '2026-11-21');
});
afterEach(async () => {
  await dropTestStore(connection);
  await rm(folder, { recursive: true });
});

async function file(name: string, ...lines: (string | Uint8Array)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, lines.length === 1 ? lines[0] : lines.join('\n'));
  return path;
}
const flattrade = (...paths: string[]) => work.files({ broker: 'flattrade', paths, unit: null });
const symbols = async () => {
  const found = connection.db!.collection('instruments').find().sort({ _id: 1 });
  return (await found.toArray()).map(({ symbol }) => symbol as string);
};

it('imports several files, says how far it is and counts per exchange', async () => {
  const result = await flattrade(
    await file('NSE_Equity.csv', HEADER, infy, itc),
    await file('Nfo_Index_Derivatives.csv', HEADER, future),
  );
  expect([...result.perExchange]).toEqual([
    ['NSE', 2],
    ['NFO', 1],
  ]);
  expect(result).toMatchObject({ written: 3, removed: 0 });
  expect(said[0]).toMatch(/^NSE_Equity\.csv: reading 2 rows, 0\.\d s/);
  expect(await symbols()).toEqual(['NIFTY29DEC26F', 'INFY', 'ITC']);
});

it('drops what a file no longer lists, and nothing of the files that are left out', async () => {
  const equities = await file('NSE_Equity.csv', HEADER, infy, itc);
  await flattrade(equities, await file('Nfo.csv', HEADER, past, future));
  await file('NSE_Equity.csv', HEADER, itc);
  expect(await flattrade(equities)).toMatchObject({ written: 0, removed: 2 });
  expect(await symbols()).toEqual(['NIFTY29DEC26F', 'ITC']);
});

it('shows rows that make no sense, the first ten of them, and imports the others', async () => {
  const odd = Array.from({ length: 12 }, () => 'NSE,1,0,INFY,INFY-EQ,EQ,,,');
  await flattrade(await file('NSE_Equity.csv', HEADER, infy, ...odd));
  expect(said).toContain('NSE_Equity.csv line 3: lotsize 0 is not above zero');
  expect(said).toContain('NSE_Equity.csv: and 2 more lines like these');
  expect(said.filter((text) => text.includes('lotsize'))).toHaveLength(10);
  expect(await symbols()).toEqual(['INFY']);
});

it('changes nothing where one file is refused', async () => {
  const good = await file('NSE_Equity.csv', HEADER, infy);
  const bad = await file('Nfo.csv', '<html>Not found</html>');
  await expect(flattrade(good, bad)).rejects.toThrow(ContractFileRefused);
  await expect(flattrade(good, join(folder, 'none.csv'))).rejects.toThrow('cannot be read');
  expect(await symbols()).toEqual([]);
});

it('unpacks the archive of Breeze', async () => {
  const entries = BREEZE_SAMPLE.map(({ name, text }) => [name, strToU8(text)] as const);
  const path = await file('SecurityMaster.zip', zipSync(Object.fromEntries(entries)));
  const { perExchange } = await work.files({ broker: 'breeze', paths: [path], unit: null });
  expect([...perExchange.keys()]).toEqual(['NSE', 'BSE', 'NFO', 'BFO']);
  const missing = join(folder, 'none.zip');
  await expect(work.files({ broker: 'breeze', paths: [missing], unit: null })).rejects.toThrow(
    ContractFileRefused,
  );
});

it('imports the sample where a broker has nothing else, and makes way for its own files', async () => {
  expect((await work.sample('flattrade'))?.written).toBeGreaterThan(40);
  expect((await work.sample('breeze'))?.written).toBeGreaterThan(40);
  expect(await work.sample('flattrade')).toMatchObject({ written: 0, removed: 0 });
  expect(await symbols()).toContain('NIFTY21AUG25C24500');
  await flattrade(await file('NSE_Equity.csv', HEADER, infy));
  expect(await work.sample('flattrade')).toBeNull();
  const left = connection.db!.collection('instruments');
  expect(await left.countDocuments({ broker: 'flattrade' })).toBe(1);
  expect(await left.countDocuments({ broker: 'breeze' })).toBeGreaterThan(40);
});

it('tells once a second how far a file is', () => {
  let nowMs = 0;
  const { at, done } = new Progress(
    (text) => said.push(text),
    () => nowMs,
  ).begin('a.csv: reading');
  for (let count = 1; count <= 25; count += 1) {
    nowMs += 100;
    at(count);
  }
  done();
  expect(said).toEqual([
    'a.csv: reading 10 rows, 1.0 s, 10/s',
    'a.csv: reading 20 rows, 2.0 s, 10/s',
    'a.csv: reading 25 rows, 2.5 s, 10/s',
  ]);
});
