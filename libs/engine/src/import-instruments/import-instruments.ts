import type { ImportLine } from '@ome/contracts';
import {
  type ContractFile,
  type ContractFiles,
  type InstrumentMaster,
  type ListedInstruments,
  type PriceUnit,
  type PublishedFile,
  SAMPLE_SOURCE,
} from './import-ports';

const FAULTS_TOLD = 10;

/** Files of a broker that are imported together. */
export interface PublishedFiles {
  broker: string;
  files: readonly PublishedFile[];
  unit: PriceUnit | null;
  /** YYYY-MM-DD; null for today. */
  validFrom: string | null;
}

/** Parsed instruments that can be written. */
export interface ReadInstruments {
  broker: string;
  files: readonly ContractFile[];
  /** One source per file; all sample files are one source. */
  listings: readonly ListedInstruments[];
}

type Tell = (line: ImportLine) => void;

/** Imports contract files into the instrument master. */
export class ImportInstruments {
  constructor(
    private readonly contractFiles: ContractFiles,
    private readonly master: InstrumentMaster,
    /** YYYY-MM-DD on the exchanges' calendar. */
    private readonly today: () => string,
  ) {}

  asksForUnit(broker: string): boolean {
    return this.contractFiles.asksForUnit(broker);
  }

  /**
   * All files are read before any is written: if one is refused, nothing has changed.
   *
   * @throws ContractFileRefused
   */
  async read({ broker, files, unit, validFrom }: PublishedFiles): Promise<ReadInstruments> {
    const read: ContractFile[] = [];
    for (const file of files) {
      for await (const one of this.contractFiles.read(broker, file, unit)) read.push(one);
    }
    const dated = { validFrom: validFrom ?? this.today() };
    const listings = read.map(({ name, rows }) => ({ broker, source: name, rows, ...dated }));
    return { broker, files: read, listings };
  }

  /** The sample that ships with the program; null if a broker's own files were imported. */
  async readSample(broker: string): Promise<ReadInstruments | null> {
    if (await this.master.hasOwn(broker)) return null;
    const files: ContractFile[] = [];
    for await (const file of this.contractFiles.sample(broker)) files.push(file);
    const rows = files.flatMap((file) => file.rows);
    return { broker, files, listings: [{ broker, source: SAMPLE_SOURCE, rows }] };
  }

  /** Reports what was read, then the progress of writing, and last that it is done. */
  async write({ broker, files, listings }: ReadInstruments, tell: Tell): Promise<void> {
    for (const file of files) tellOf(file, tell);
    const listed = new Set<string>();
    let written = 0;
    for (const listing of listings) {
      const result = await this.master.write(listing, (done, of) =>
        tell({ type: 'progress', file: listing.source, written: done, of }),
      );
      written += result.written;
      for (const id of result.listed) listed.add(id);
    }
    const today = this.today();
    // Instruments missing from a file that is valid from a later day are still current today.
    const current = listings.filter(
      ({ validFrom }) => validFrom === undefined || validFrom <= today,
    );
    const sources = current.map(({ source }) => source);
    const superseded = { sources, listed, today };
    const removed = await this.master.removeUnlisted(broker, superseded);
    tell({ type: 'done', perExchange: countPerExchange(files), written, removed });
  }
}

function tellOf({ name: file, rows, faults, passedOver }: ContractFile, tell: Tell): void {
  tell({ type: 'read', file, rows: rows.length, faults: faults.length, passedOver });
  for (const { line, field, why } of faults.slice(0, FAULTS_TOLD)) {
    tell({ type: 'fault', file, line, text: `${field} ${why}` });
  }
}

function countPerExchange(files: readonly ContractFile[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rows } of files) {
    for (const { exchange } of rows) counts[exchange] = (counts[exchange] ?? 0) + 1;
  }
  return counts;
}
