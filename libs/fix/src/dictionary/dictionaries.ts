import { FIX42 } from './data/fix42';
import { FIX44 } from './data/fix44';
import { FIX50SP2 } from './data/fix50sp2';
import { FIXT11 } from './data/fixt11';
import { Dictionary } from './dictionary';

/** The versions that sessions may use. */
export const FIX_VERSIONS = ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as const;
export type FixVersion = (typeof FIX_VERSIONS)[number];

/** The header fields that identify a version. */
export interface Envelope {
  beginString: string;
  /** DefaultApplVerID (1137) of the Logon; null if BeginString determines it. */
  applVerId: string | null;
}

export const ENVELOPES: Readonly<Record<FixVersion, Envelope>> = {
  'FIX.4.2': { beginString: 'FIX.4.2', applVerId: null },
  'FIX.4.4': { beginString: 'FIX.4.4', applVerId: null },
  'FIX.5.0SP2': { beginString: 'FIXT.1.1', applVerId: '9' },
};

const READERS: Readonly<Record<FixVersion, () => Dictionary>> = {
  'FIX.4.2': () => Dictionary.parse(FIX42),
  'FIX.4.4': () => Dictionary.parse(FIX44),
  'FIX.5.0SP2': () => Dictionary.over(Dictionary.parse(FIXT11), FIX50SP2),
};

const read = new Map<FixVersion, Dictionary>();

/** Parsed once per process: all sessions of a version share it. */
export function dictionaryOf(version: FixVersion): Dictionary {
  let dictionary = read.get(version);
  if (!dictionary) {
    dictionary = READERS[version]();
    read.set(version, dictionary);
  }
  return dictionary;
}
