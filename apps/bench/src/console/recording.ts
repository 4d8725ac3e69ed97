import type { FeedItem, ValuedPositionView } from '@ome/contracts';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** What an engine said while it was recorded; nothing in it is made up or multiplied. */
export interface Recording {
  /** Every event of the feed in its order, from the first order on. */
  items: FeedItem[];
  /** How many of the items had come with the first one of the last order. */
  placed: number;
  /** `GET /positions` again and again from then on, as whole lists. */
  positions: ValuedPositionView[][];
  /** What else the console asks for, by path. */
  answers: Record<string, unknown>;
}

/** Reads a recording; where there is none, it is made first and kept. */
export async function keptRecording(
  file: string,
  record: () => Promise<Recording>,
): Promise<Recording> {
  if (existsSync(file)) {
    return JSON.parse((await promisify(gunzip)(await readFile(file))).toString()) as Recording;
  }
  const recording = await record();
  await writeFile(file, await promisify(gzip)(JSON.stringify(recording)));
  return recording;
}
