import type { ImportRequest } from '@ome/contracts';
import type { InstrumentFacts } from '../instruments';

export type PriceUnit = NonNullable<ImportRequest['unit']>;

/** A file as a broker publishes it: CSV, gzip of one, or a zip of several. */
export interface PublishedFile {
  name: string;
  bytes: Uint8Array;
}

/** A row that cannot be parsed. */
export interface RowProblem {
  line: number;
  /** The column. */
  field: string;
  /** Continues a sentence after the column's name: "is missing". */
  why: string;
}

/** What was found in a contract file. */
export interface ContractFile {
  name: string;
  /** How many instruments it lists, by exchange. */
  perExchange: Record<string, number>;
  faults: RowProblem[];
  /** Skipped rows that are not tradable, such as an index itself. */
  passedOver: number;
}

/** How many instruments files list. */
export const countListed = (files: readonly ContractFile[]): number =>
  files
    .flatMap(({ perExchange }) => Object.values(perExchange))
    .reduce((sum, count) => sum + count, 0);

/** The instruments of a contract file, parsed as they are taken; returns what was found in it. */
export interface ContractRows {
  name: string;
  rows: AsyncGenerator<InstrumentFacts, ContractFile>;
}

/** A file that must not be imported; the message gives the reason. */
export class ContractFileRefused extends Error {
  override readonly name = 'ContractFileRefused';

  constructor(
    file: string,
    why: string,
    /** Where in the file, if the problem is in one place. */
    readonly problem: RowProblem | null = null,
  ) {
    super(`${file} ${why}`);
  }
}

/** Parses the brokers' contract files, without blocking other work for long. */
export abstract class ContractFiles {
  /**
   * Several results if the file is an archive; each is taken whole before the next.
   *
   * @param unit the price unit given by the operator, if the broker's file does not say it
   * @throws ContractFileRefused
   */
  abstract read(
    broker: string,
    file: PublishedFile,
    unit: PriceUnit | null,
  ): AsyncIterable<ContractRows>;
  /** Whether the operator may have to give the unit of a broker's prices. */
  abstract asksForUnit(broker: string): boolean;
  /** The instruments that ship with the program, as they are listed on a day, YYYY-MM-DD. */
  abstract sample(broker: string, day: string): Iterable<ContractRows>;
}

/** The source name of the shipped sample, in place of a broker's file. */
export const SAMPLE_SOURCE = 'sample';

/** The instruments of one contract file. */
export interface ListedInstruments {
  broker: string;
  /** The file's name: a later file with this name replaces it. */
  source: string;
  rows: Iterable<InstrumentFacts> | AsyncIterable<InstrumentFacts>;
  /** First day of validity, YYYY-MM-DD; the earlier values are valid until then. */
  validFrom?: string;
}

export interface WrittenInstruments {
  /** How many were added or changed; the others were already known. */
  written: number;
  /** The ids of all that the file lists. */
  listed: ReadonlySet<string>;
}

/** Instruments that an import removes. */
export interface Superseded {
  /** The sources that were imported. */
  sources: readonly string[];
  /** Ids that the import has just listed; these always stay. */
  listed: ReadonlySet<string>;
  /** YYYY-MM-DD; contracts that expired before it are removed. */
  today: string;
}

/** The instrument master, as written by imports. */
export abstract class InstrumentMaster {
  /**
   * Adds and corrects instruments; if a file lists one twice, the last counts. An interrupted write
   * can be repeated safely.
   *
   * @param onProgress how many new or changed ones are written so far
   */
  abstract write(
    listed: ListedInstruments,
    onProgress?: (written: number) => void,
  ): Promise<WrittenInstruments>;
  /**
   * Removes instruments that the sources no longer list, expired ones, and the sample; resolves to
   * their number.
   */
  abstract removeUnlisted(broker: string, superseded: Superseded): Promise<number>;
  /** Whether a broker's own files were imported. */
  abstract hasOwn(broker: string): Promise<boolean>;
}
