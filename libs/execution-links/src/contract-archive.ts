import { setImmediate } from 'node:timers/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ContractFileRefused, type PublishedFile } from '@ome/engine';
import { unzip, type UnzipFileInfo } from 'fflate';
import type { ContractSource } from './contract-file';

/** The largest files have some 50 MB; what unpacks to much more, all its files together, is an attack on memory. */
export const MAX_UNPACKED = 128 * 1024 * 1024;

/** Parsed at a time, a few milliseconds' work, before the event loop continues. */
const CHUNK = 32 * 1024;

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b];

/**
 * The contract files in what a broker publishes: the file itself, its unpacked content, or the
 * files of an archive, unpacked one at a time.
 * @param isWanted by the name in the archive; other files are ignored
 * @throws ContractFileRefused
 */
export async function* unpacked(
  { name, bytes }: PublishedFile,
  isWanted: (name: string) => boolean,
): AsyncGenerator<ContractSource> {
  if (beginsWith(bytes, ZIP)) {
    yield* entriesOf({ name, bytes }, isWanted);
  } else if (beginsWith(bytes, GZIP)) {
    yield { name: name.replace(/\.gz$/i, ''), content: gunzipped(name, bytes) };
  } else {
    yield { name, content: Readable.from(chunksOf(bytes)) };
  }
}

const beginsWith = (bytes: Uint8Array, signature: number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

async function* entriesOf(
  archive: PublishedFile,
  isWanted: (name: string) => boolean,
): AsyncGenerator<ContractSource> {
  const names: string[] = [];
  let size = 0;
  await unzipped(archive, (entry) => {
    if (isWanted(entry.name)) {
      names.push(entry.name);
      size += entry.originalSize;
    }
    return false;
  });
  refuseLarge(archive.name, size);
  refuseRepeated(archive.name, names.map(baseName));
  if (names.length === 0) throw new ContractFileRefused(archive.name, 'holds no contract file');
  for (const name of names) {
    const bytes = await unzipped(archive, (entry) => entry.name === name);
    yield { name: baseName(name), content: Readable.from(chunksOf(bytes[name])) };
  }
}

/** A worker thread unpacks large files. */
const unzipped = (
  { name, bytes }: PublishedFile,
  filter: (entry: UnzipFileInfo) => boolean,
): Promise<Record<string, Uint8Array>> =>
  new Promise((resolve, reject) => {
    unzip(bytes, { filter }, (error, entries) => {
      if (!error) resolve(entries);
      else reject(new ContractFileRefused(name, `cannot be unpacked: ${error.message}`));
    });
  });

function gunzipped(name: string, bytes: Uint8Array): Readable {
  const gunzip = createGunzip();
  Readable.from(chunksOf(bytes)).pipe(gunzip);
  return Readable.from(bounded(name, gunzip));
}

async function* bounded(name: string, content: Readable): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of content as AsyncIterable<Uint8Array>) {
    refuseLarge(name, (size += chunk.length));
    yield chunk;
  }
}

/** Which of them counts would depend on their order. */
function refuseRepeated(archive: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    throw new ContractFileRefused(archive, `holds ${repeated} more than once`);
  }
}

function refuseLarge(name: string, size: number): void {
  if (size <= MAX_UNPACKED) return;
  throw new ContractFileRefused(name, `unpacks to more than ${MAX_UNPACKED >> 20} MiB`);
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let begin = 0; begin < bytes.length; begin += CHUNK) {
    yield bytes.subarray(begin, begin + CHUNK);
    await setImmediate();
  }
}

export const baseName = (path: string): string => path.replace(/^.*[/\\]/, '');
