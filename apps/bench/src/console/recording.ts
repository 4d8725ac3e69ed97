import type { FeedItem, ValuedPositionView } from '@ome/contracts';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** A recorded engine's answers; nothing in it is made up or multiplied. */
export interface Recording {
  /** Every event of the feed in its order, from the first order on. */
  items: FeedItem[];
  /** How many items there were at the first one of the last order. */
  placed: number;
  /** `GET /positions`, polled from then on, as whole lists. */
  positions: ValuedPositionView[][];
  /** The console's other requests, by path. */
  answers: Record<string, unknown>;
}

/** Reads a recording; creates and keeps one if it is missing. */
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
