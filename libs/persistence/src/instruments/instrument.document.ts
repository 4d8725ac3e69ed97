import { createHash } from 'node:crypto';
import { type InstrumentFacts, SAMPLE_SOURCE } from '@ome/engine';
import type { mongo } from 'mongoose';
import { fromBson, toBson } from '../bson';
import { Schema, SchemaFactory } from '@nestjs/mongoose';

/** The instrument master, one document per instrument and broker (instrument.document.ts). */
@Schema({ collection: 'instruments', strict: false, autoCreate: false, autoIndex: false })
export class InstrumentRecord {}

/** Lists are sorted by `_id`, whose prefix also serves queries by exchange. */
export const InstrumentSchema = SchemaFactory.createForClass(InstrumentRecord)
  .index({ terms: 1 })
  // The documents that an import replaces.
  .index({ broker: 1, source: 1 })
  .index({ underlying: 1, _id: 1 })
  .index({ brokerSymbol: 1, _id: 1 })
  .index({ stockCode: 1, _id: 1 }, { partialFilterExpression: { stockCode: { $type: 'string' } } });

export interface InstrumentDocument {
  _id: string;
  broker: string;
  exchange: string;
  symbol: string;
  /** Search terms in capitals; a search matches their prefixes. */
  terms: string[];
  /** The contract file that lists it. */
  source: string;
  /** Digest of all other fields; a document with the same digest is not written again. */
  digest: string;
  /** YYYY-MM-DD; absent in documents of earlier versions. */
  validFrom?: string;
  /** The terms by the day from which they apply, if they changed. */
  dated?: DatedTerms[];
}

/** Numbers as stored. */
export interface DatedTerms {
  /** Empty if the first day is unknown. */
  validFrom: string;
  lotSize: unknown;
  tickSize: unknown;
  freezeQty: unknown;
}

/**
 * Sorts the brokers' documents of one instrument together, and a symbol before the symbols that it
 * is a prefix of: a blank sorts before all characters of symbols.
 */
export const instrumentId = (exchange: string, symbol: string, broker: string): string =>
  `${exchange} ${symbol} ${broker}`;

/** Matches ids that begin with these words. */
export function idsOf(...words: string[]): mongo.Condition<string> {
  const prefix = words.join(' ');
  // `!` is the character after the blank.
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

/** Of the terms of earlier days only the last ones are needed. */
const DATES_KEPT = 4;

/** Adds the dated terms of the document that it replaces. */
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

/** @param today YYYY-MM-DD: the day whose terms are returned */
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
 * Only shares are found by the company name, not its many derivatives. The beginning of the symbol,
 * which includes the underlying, needs no term of its own.
 */
function termsOf({ symbol, brokerSymbol, stockCode, kind, name }: InstrumentFacts): string[] {
  const fullName = kind === 'equity' ? (name?.toUpperCase() ?? '') : '';
  const words = [fullName, ...fullName.split(/\W+/)].filter((word) => word.length >= SHORTEST_WORD);
  const others = [stockCode ?? brokerSymbol, ...words];
  return [...new Set([symbol, ...others.filter((term) => !symbol.startsWith(term))])];
}
