import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const ORDER_ID_BYTES = 12;

/** 24 hex digits: four bytes of time, as ObjectIds have them, and eight of chance. */
export function nextId(): string {
  const seconds = Math.floor(Date.now() / 1000);
  return seconds.toString(16).padStart(8, '0') + randomBytes(8).toString('hex');
}

/** The first 12 bytes of SHA-256 over the parts, each with its length so that none runs into another. */
export function derivedId(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, ORDER_ID_BYTES * 2);
}

/** Names this process among all that share a store. */
export const processName = (): string => `${hostname()}:${process.pid}:${nextId().slice(-6)}`;
