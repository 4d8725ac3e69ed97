import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import {
  BREEZE,
  BREEZE_SAMPLE,
  type ContractFile,
  ContractFileRefused,
  type ContractSource,
  FLATTRADE,
  FLATTRADE_SAMPLE,
  type PriceUnit,
  readScripMaster,
  readSecurityMaster,
  unzipSecurityMaster,
} from '@ome/execution-links';
import { type InstrumentStore, SAMPLE_SOURCE } from '@ome/persistence';
import type { Progress } from './progress';

export const BROKERS = [FLATTRADE, BREEZE] as const;
export type Broker = (typeof BROKERS)[number];

const FAULTS_SHOWN = 10;

/** Files of a broker that are imported together. */
export interface ContractFiles {
  broker: Broker;
  paths: string[];
  unit: PriceUnit | null;
}

/** How many instruments an import found on each exchange, and what it changed. */
export interface ImportResult {
  perExchange: Map<string, number>;
  written: number;
  removed: number;
}

/** Imports contract files into the instrument master. */
export class InstrumentImport {
  constructor(
    private readonly store: InstrumentStore,
    private readonly progress: Progress,
    /** YYYY-MM-DD on the calendar of the exchanges. */
    private readonly today: string,
  ) {}

  /**
   * All files are read before any is written: where one is refused, nothing has changed.
   *
   * @throws ContractFileRefused
   */
  async files({ broker, paths, unit }: ContractFiles): Promise<ImportResult> {
    const files: ContractFile[] = [];
    for await (const source of this.sources(broker, paths)) {
      files.push(await this.read(broker, source, unit));
    }
    return this.write(
      broker,
      files.map((file) => ({ ...file, source: file.name })),
    );
  }

  /** The sample that ships with the program; null where a broker's own files were imported. */
  async sample(broker: Broker): Promise<ImportResult | null> {
    if (await this.store.hasOwn(broker)) return null;
    const files: ContractFile[] = [];
    for (const { name, text } of broker === FLATTRADE ? FLATTRADE_SAMPLE : BREEZE_SAMPLE) {
      files.push(await this.read(broker, { name, content: Readable.from([text]) }, null));
    }
    const rows = files.flatMap((file) => file.rows);
    return this.write(broker, [{ name: `${broker} sample`, source: SAMPLE_SOURCE, rows }]);
  }

  private async *sources(broker: Broker, paths: string[]): AsyncGenerator<ContractSource> {
    for (const path of paths) {
      const name = basename(path);
      if (broker === BREEZE && /\.zip$/i.test(name)) {
        yield* unzipSecurityMaster({ name, bytes: await readWhole(path, name) });
      } else {
        yield { name, content: createReadStream(path) };
      }
    }
  }

  private async read(
    broker: Broker,
    source: ContractSource,
    unit: PriceUnit | null,
  ): Promise<ContractFile> {
    const lap = this.progress.begin(`${source.name}: reading`);
    const file =
      broker === FLATTRADE
        ? await readScripMaster(source, lap.at)
        : await readSecurityMaster(source, unit, lap.at);
    lap.done();
    for (const { line, text } of file.faults.slice(0, FAULTS_SHOWN)) {
      this.progress.say(`${file.name} line ${line}: ${text}`);
    }
    const others = file.faults.length - FAULTS_SHOWN;
    if (others > 0) this.progress.say(`${file.name}: and ${others} more lines like these`);
    return file;
  }

  private async write(
    broker: Broker,
    files: (Pick<ContractFile, 'name' | 'rows'> & { source: string })[],
  ): Promise<ImportResult> {
    const listed = new Set<string>();
    let written = 0;
    for (const { name, source, rows } of files) {
      const lap = this.progress.begin(`${name}: writing`);
      const result = await this.store.write({ broker, source, rows }, lap.at);
      lap.done();
      written += result.written;
      for (const id of result.listed) listed.add(id);
    }
    const sources = files.map(({ source }) => source);
    const removed = await this.store.removeUnlisted(broker, {
      sources,
      listed,
      today: this.today,
    });
    return { perExchange: countPerExchange(files), written, removed };
  }
}

const readWhole = (path: string, name: string): Promise<Uint8Array> =>
  readFile(path).catch((error: Error) => {
    throw new ContractFileRefused(name, `cannot be read: ${error.message}`);
  });

function countPerExchange(files: Pick<ContractFile, 'rows'>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { exchange } of files.flatMap(({ rows }) => rows)) {
    counts.set(exchange, (counts.get(exchange) ?? 0) + 1);
  }
  return counts;
}
