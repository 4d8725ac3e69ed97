import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { ContractFileRefused, type ContractRows } from '@ome/engine';
import { breezeMaster, FLATTRADE_SAMPLE, flattradeMaster, type SampleFile } from '@ome/listings';
import { strToU8, zipSync } from 'fflate';
import { BrokerContractFiles, CONTRACT_BROKERS } from './broker-contract-files';
import { MAX_UNPACKED, unpacked } from './contract-archive';
import { readScripMaster } from './flattrade/scrip-master';
import { wholeFile } from './testing/whole-file';

const contractFiles = new BrokerContractFiles();

type WholeFile = Awaited<ReturnType<typeof wholeFile>>;

async function all(
  files: Iterable<ContractRows> | AsyncIterable<ContractRows>,
): Promise<WholeFile[]> {
  const found: WholeFile[] = [];
  for await (const { rows } of files) found.push(await wholeFile(rows));
  return found;
}
const read = (broker: string, name: string, bytes: Uint8Array) =>
  all(contractFiles.read(broker, { name, bytes }, null));
const zip = (files: readonly SampleFile[]): Uint8Array =>
  zipSync(Object.fromEntries(files.map(({ name, text }) => [name, strToU8(text)])));
const DAY = '2026-11-27';
const [equities] = FLATTRADE_SAMPLE;
const SAMPLES: Readonly<Record<string, readonly SampleFile[]>> = {
  flattrade: flattradeMaster(DAY),
  breeze: breezeMaster(DAY),
};

describe.each(CONTRACT_BROKERS)('the files of %s', (broker) => {
  const expected = SAMPLES[broker].map(({ name }) => name);
  let sample: WholeFile[];
  beforeAll(async () => {
    sample = await all(contractFiles.sample(broker, DAY));
  });

  it('ship as a sample', () => {
    expect(sample.map(({ name }) => name)).toEqual(expected);
  });

  it('are read as they are', async () => {
    for (const [index, { name, text }] of SAMPLES[broker].entries()) {
      expect(await read(broker, name, strToU8(text))).toEqual([sample[index]]);
    }
  });

  it('are unpacked where they are gzipped', async () => {
    const [{ name, text }] = SAMPLES[broker];
    expect(await read(broker, `${name}.gz`, gzipSync(text))).toEqual([sample[0]]);
  });

  it('are unpacked from an archive, whose other files are ignored', async () => {
    const others = ['MFScripMaster.txt', '__MACOSX/._NSE_Equity.csv', 'readme'];
    const more = others.map((name) => ({ name, text: 'whatever' }));
    const within = SAMPLES[broker].map(({ name, text }) => ({ name: `today/${name}`, text }));
    expect(await read(broker, 'morning.zip', zip([...more, ...within]))).toEqual(sample);
  });
});

it('reads a file of many chunks, unpacked by a worker thread', async () => {
  const note = 'x'.repeat(120);
  const row = (index: number) => `NSE,${index},1,S${index},S${index}-EQ,EQ,,,,${note}`;
  const header = `${equities.text.split('\n', 1)[0]},Note`;
  const text = [header, ...Array.from({ length: 5_000 }, (_, index) => row(index))].join('\n');
  const archive = zip([{ name: equities.name, text }]);
  for (const bytes of [strToU8(text), gzipSync(text), archive]) {
    const [{ rows, faults }] = await read('flattrade', equities.name, bytes);
    expect([rows.length, faults.length]).toEqual([5_000, 0]);
    expect(rows.at(-1)).toMatchObject({ symbol: 'S4999', token: '4999' });
  }
});

describe('refuses', () => {
  const whole = zip(FLATTRADE_SAMPLE);
  const twice = ['', 'copy/'].map((folder) => ({ ...equities, name: `${folder}${equities.name}` }));
  it.each([
    ['an archive without a contract file', zip([{ name: 'a.txt', text: 'a' }]), 'no contract file'],
    ['a truncated archive', whole.slice(0, 40), 'cannot be unpacked'],
    ['a truncated gzip', gzipSync(equities.text).subarray(0, 200), 'cannot be read'],
    ['a zip bomb', flooding(whole, 2 ** 30), 'unpacks to more than 128 MiB'],
    ['one of several files', flooding(whole, 2 ** 27 - 1), 'unpacks to more than 128 MiB'],
    ['an archive with a name twice', zip(twice), 'more than once'],
    ['an empty file', new Uint8Array(), 'holds no contract'],
  ])('%s', async (_, bytes, why) => {
    const reading = read('flattrade', 'morning', bytes);
    await expect(reading).rejects.toThrow(ContractFileRefused);
    await expect(reading).rejects.toThrow(why);
  });
});

it('stops unpacking a gzip bomb', async () => {
  const bytes = gzipSync(Buffer.alloc(MAX_UNPACKED + 1), { level: 1 });
  const drain = async () => {
    for await (const { content } of unpacked({ name: 'a.gz', bytes }, () => true)) {
      await content.forEach(() => undefined);
    }
  };
  await expect(drain()).rejects.toThrow('more than 128 MiB');
});

it('takes so many contracts of all files of an archive, and no more', async () => {
  const source = () => ({ name: equities.name, content: Readable.from([equities.text]) });
  const { rows, faults } = await wholeFile(readScripMaster(source()));
  const all = rows.length + faults.length;
  expect((await wholeFile(readScripMaster({ ...source(), maxRows: all }))).rows).toHaveLength(
    rows.length,
  );
  await expect(wholeFile(readScripMaster({ ...source(), maxRows: all - 1 }))).rejects.toThrow(
    `has more than ${all - 1} contracts`,
  );
});

/** An archive whose directory says what its first file unpacks to. */
function flooding(archive: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(archive);
  const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
  bytes.writeUInt32LE(size, directory + 24);
  return bytes;
}
