import type { ImportLine } from '@ome/contracts';
import type { InstrumentFacts } from '../instruments';
import {
  type ContractFile,
  type ContractFiles,
  type ContractRows,
  countListed,
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

/** Files that were checked and can be written. */
export interface CheckedInstruments {
  broker: string;
  files: readonly ContractFile[];
  /** The names that their instruments are kept under; all sample files are one source. */
  sources: readonly string[];
  validFrom?: string;
  listings: () => Some<ListedInstruments>;
}

type Some<T> = Iterable<T> | AsyncIterable<T>;
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
   * Files are read twice, to check them and to write them, as all their instruments would take much
   * memory at once. All are checked before any is written: if one is refused, nothing has changed.
   *
   * @throws ContractFileRefused
   */
  async check({ broker, files, unit, validFrom }: PublishedFiles): Promise<CheckedInstruments> {
    const read = () => readAll(files, (file) => this.contractFiles.read(broker, file, unit));
    const checked = await allChecked(read());
    const dated = { validFrom: validFrom ?? this.today() };
    return {
      broker,
      files: checked,
      sources: checked.map(({ name }) => name),
      ...dated,
      listings: async function* () {
        for await (const { name, rows } of read()) yield { broker, source: name, rows, ...dated };
      },
    };
  }

  /** The sample that ships with the program; null if a broker's own files were imported. */
  async checkSample(broker: string): Promise<CheckedInstruments | null> {
    if (await this.master.hasOwn(broker)) return null;
    const sample = () => this.contractFiles.sample(broker, this.today());
    return {
      broker,
      files: await allChecked(sample()),
      sources: [SAMPLE_SOURCE],
      listings: () => [{ broker, source: SAMPLE_SOURCE, rows: rowsOf(sample()) }],
    };
  }

  /** Reports what was read, then the progress of writing, and last that it is done. */
  async write(checked: CheckedInstruments, tell: Tell): Promise<void> {
    const { broker, files, validFrom } = checked;
    for (const file of files) tellOf(file, tell);
    const listed = new Set<string>();
    let written = 0;
    for await (const listing of checked.listings()) {
      const { source } = listing;
      const of = countListed(
        files.filter(({ name }) => name === source || source === SAMPLE_SOURCE),
      );
      const result = await this.master.write(listing, (done) =>
        tell({ type: 'progress', file: source, written: done, of }),
      );
      written += result.written;
      for (const id of result.listed) listed.add(id);
    }
    const today = this.today();
    // Instruments missing from a file that is valid from a later day are still current today.
    const sources = validFrom === undefined || validFrom <= today ? checked.sources : [];
    const removed = await this.master.removeUnlisted(broker, { sources, listed, today });
    tell({ type: 'done', perExchange: countPerExchange(files), written, removed });
  }
}

async function* readAll(
  files: readonly PublishedFile[],
  read: (file: PublishedFile) => AsyncIterable<ContractRows>,
): AsyncGenerator<ContractRows> {
  for (const file of files) yield* read(file);
}

async function* rowsOf(files: Some<ContractRows>): AsyncGenerator<InstrumentFacts> {
  for await (const { rows } of files) yield* rows;
}

async function allChecked(files: Some<ContractRows>): Promise<ContractFile[]> {
  const checked: ContractFile[] = [];
  for await (const { rows } of files) {
    let row = await rows.next();
    while (!row.done) row = await rows.next();
    checked.push(row.value);
  }
  return checked;
}

function tellOf(found: ContractFile, tell: Tell): void {
  const { name: file, faults, passedOver } = found;
  tell({ type: 'read', file, rows: countListed([found]), faults: faults.length, passedOver });
  for (const { line, field, why } of faults.slice(0, FAULTS_TOLD)) {
    tell({ type: 'fault', file, line, text: `${field} ${why}` });
  }
}

function countPerExchange(files: readonly ContractFile[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { perExchange } of files) {
    for (const [exchange, count] of Object.entries(perExchange)) {
      counts[exchange] = (counts[exchange] ?? 0) + count;
    }
  }
  return counts;
}
