import { createHash } from 'node:crypto';
import type { InstrumentFacts } from '@ome/engine';
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

export function instrumentDocument(facts: InstrumentFacts, source: string): InstrumentDocument {
  const { exchange, symbol, broker } = facts;
  const terms = termsOf(facts);
  const digest = createHash('sha1').update(JSON.stringify([facts, terms, source]));
  return {
    _id: instrumentId(exchange, symbol, broker),
    ...(toBson(facts) as InstrumentFacts),
    terms,
    source,
    digest: digest.digest('base64url'),
  };
}

export function factsOf(document: InstrumentDocument): InstrumentFacts {
  const { _id, terms: _t, source: _s, digest: _d, ...facts } = document;
  return fromBson(facts) as InstrumentFacts;
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
