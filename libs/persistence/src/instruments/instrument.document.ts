import { createHash } from 'node:crypto';
import { type InstrumentFacts, SAMPLE_SOURCE } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';

export interface InstrumentDocument {
  _id: string;
  broker: string;
  exchange: string;
  symbol: string;
  /** What a search finds it by, in capitals, by how they begin. */
  terms: string[];
  /** The contract file that lists it. */
  source: string;
  /** Of everything else: what has the same need not be written again. */
  digest: string;
  /** YYYY-MM-DD; left out by earlier versions. */
  validFrom?: string;
  /** The terms of several days, by day, where they changed. */
  dated?: DatedTerms[];
}

/** Numbers as the store has them. */
export interface DatedTerms {
  /** Empty for those that hold since nobody knows when. */
  validFrom: string;
  lotSize: unknown;
  tickSize: unknown;
  freezeQty: unknown;
}

/**
 * Brokers' documents of one instrument are next to each other, and a symbol comes before those that
 * it is the beginning of: a blank sorts before all that symbols are made of.
 */
export const instrumentId = (exchange: string, symbol: string, broker: string): string =>
  `${exchange} ${symbol} ${broker}`;

/** Ids that begin with these words. */
export function idsOf(...words: string[]): mongo.Condition<string> {
  const prefix = words.join(' ');
  // The character behind the blank ends the range.
  return { $gte: `${prefix} `, $lt: `${prefix}!` };
}

export function instrumentDocument(
  facts: InstrumentFacts,
  source: string,
  validFrom?: string,
): InstrumentDocument {
  const { exchange, symbol, broker } = facts;
  const terms = termsOf(facts);
  const digest = createHash('sha1').update(JSON.stringify([facts, terms, source]));
  return {
    _id: instrumentId(exchange, symbol, broker),
    ...(toBson(facts) as InstrumentFacts),
    terms,
    source,
    digest: digest.digest('base64url'),
    ...(validFrom !== undefined && { validFrom }),
  };
}

/** Terms of earlier days are of no use but for the one that holds until the next. */
const DATES_KEPT = 4;

/** The document with the terms of other days that the one it replaces has. */
export function withDatesOf(
  document: InstrumentDocument,
  replaced: InstrumentDocument,
): InstrumentDocument {
  const own = datedTerms(document);
  const known = (replaced.dated ?? [datedTerms(replaced)]).filter(
    ({ validFrom }) => validFrom !== own.validFrom,
  );
  if (known.length === 0) return document;
  const dated = [...known, own].sort((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  return { ...document, dated: dated.slice(-DATES_KEPT) };
}

function datedTerms(document: InstrumentDocument): DatedTerms {
  const {
    validFrom = '',
    lotSize,
    tickSize,
    freezeQty,
  } = document as InstrumentDocument & DatedTerms;
  return { validFrom, lotSize, tickSize, freezeQty };
}

/** @param today YYYY-MM-DD: the terms are those of that day */
export function factsOf(document: InstrumentDocument, today: string): InstrumentFacts {
  const { _id, terms: _t, source, digest: _d, dated = [], ...facts } = document;
  const inForce = dated.findLast(({ validFrom }) => validFrom <= today) ?? dated[0];
  return {
    ...(fromBson({ ...facts, ...inForce }) as InstrumentFacts),
    ...(inForce?.validFrom === '' && { validFrom: undefined }),
    ...(source === SAMPLE_SOURCE && { isSample: true as const }),
  };
}

const SHORTEST_WORD = 3;

/**
 * Of a company's many contracts only its shares go by its name. What the symbol begins with, as
 * with the underlying, needs no term of its own.
 */
function termsOf({ symbol, brokerSymbol, stockCode, kind, name }: InstrumentFacts): string[] {
  const fullName = kind === 'equity' ? (name?.toUpperCase() ?? '') : '';
  const words = [fullName, ...fullName.split(/\W+/)].filter((word) => word.length >= SHORTEST_WORD);
  const others = [stockCode ?? brokerSymbol, ...words];
  return [...new Set([symbol, ...others.filter((term) => !symbol.startsWith(term))])];
}
