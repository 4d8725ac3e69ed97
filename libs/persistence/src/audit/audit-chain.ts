import { createHash } from 'node:crypto';

/** What ties a word of the audit to the word before it. */
export interface ChainLink {
  /** Each process that writes has a chain of its own. */
  chain: string;
  /** From 1. */
  seq: number;
  /** The hash of the word before it; of a chain's first one that of an older chain, if there is one. */
  prev: string | null;
  hash: string;
}

/** That a request began, or what became of it; an entry consists of both. */
export type Word = readonly (string | null)[];

interface Begun {
  id: string;
  at: Date;
  by: string | null;
  action: string;
  subject: string | null;
  summary: string;
  requestId: string | null;
}

export const begunWord = ({ id, at, by, action, subject, summary, requestId }: Begun): Word => [
  ...['begun', id, at.toISOString()],
  ...[by, action, subject, summary, requestId],
];

export const settledWord = (id: string, outcome: string, reason: string | null): Word => [
  ...['settled', id, outcome, reason],
];

export const hashOf = ({ chain, seq, prev }: Omit<ChainLink, 'hash'>, word: Word): string =>
  createHash('sha256')
    .update(JSON.stringify([chain, seq, prev, ...word]))
    .digest('hex');

/** The first link of a chain that begins behind another one, or the next of the same chain. */
export function linkBehind(tail: ChainLink | null, newChain: string | null, word: Word): ChainLink {
  const place = {
    chain: newChain ?? tail!.chain,
    seq: newChain === null ? tail!.seq + 1 : 1,
    prev: tail?.hash ?? null,
  };
  return { ...place, hash: hashOf(place, word) };
}
