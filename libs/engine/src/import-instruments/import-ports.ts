import type { ImportRequest } from '@ome/contracts';
import type { InstrumentFacts } from '../instruments';

export type PriceUnit = NonNullable<ImportRequest['unit']>;

/** A file as a broker publishes it: CSV, gzip of one, or a zip of several. */
export interface PublishedFile {
  name: string;
  bytes: Uint8Array;
}

/** A row that nobody could make sense of. */
export interface RowProblem {
  line: number;
  /** The column. */
  field: string;
  /** Reads on from the column's name: "is missing". */
  why: string;
}

/** What a contract file holds. */
export interface ContractFile {
  name: string;
  rows: InstrumentFacts[];
  faults: RowProblem[];
  /** Rows that are about nothing that can be dealt in, such as an index itself. */
  passedOver: number;
}

/** A file that must not be imported; the message says why. */
export class ContractFileRefused extends Error {
  override readonly name = 'ContractFileRefused';

  constructor(
    file: string,
    why: string,
    /** Where in the file, as far as it is in one place. */
    readonly problem: RowProblem | null = null,
  ) {
    super(`${file} ${why}`);
  }
}

/** Reads the brokers' contract files, without keeping other work waiting for long. */
export abstract class ContractFiles {
  /**
   * One after the other where the file is an archive.
   *
   * @param unit what the operator knows prices to be in, where the broker does not say it
   * @throws ContractFileRefused
   */
  abstract read(
    broker: string,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncIterable<ContractFile>;
  /** Whether the operator may have to say what unit a broker's prices are in. */
  abstract asksForUnit(broker: string): boolean;
  /** The few instruments that ship with the program. */
  abstract sample(broker: string): AsyncIterable<ContractFile>;
}

/** The source of what ships with the program, in place of a broker's file. */
export const SAMPLE_SOURCE = 'sample';

/** What one contract file lists. */
export interface ListedInstruments {
  broker: string;
  /** The name of the file: a later one of this name takes its place. */
  source: string;
  rows: InstrumentFacts[];
  /** The day from which it holds, YYYY-MM-DD; what held before holds until then. */
  validFrom?: string;
}

export interface WrittenInstruments {
  /** How many were added or changed; the others were known already. */
  written: number;
  /** The ids of all that the file lists. */
  listed: ReadonlySet<string>;
}

/** What imports have superseded. */
export interface Superseded {
  /** Whose files were read. */
  sources: readonly string[];
  /** What the import has just listed, which stays whatever it is. */
  listed: ReadonlySet<string>;
  /** YYYY-MM-DD; contracts of earlier days go. */
  today: string;
}

/** The instrument master as imports write it. */
export abstract class InstrumentMaster {
  /**
   * Adds and corrects instruments; where a file lists one twice, the last counts. Repeating one that
   * broke off is safe.
   *
   * @param onProgress how many are written by now, of how many that are new or changed
   */
  abstract write(
    listed: ListedInstruments,
    onProgress?: (written: number, of: number) => void,
  ): Promise<WrittenInstruments>;
  /**
   * Removes what the sources had and list no longer, what has expired, and the sample; resolves to
   * how many those were.
   */
  abstract removeUnlisted(broker: string, superseded: Superseded): Promise<number>;
  /** Whether a broker's own files were imported. */
  abstract hasOwn(broker: string): Promise<boolean>;
}
