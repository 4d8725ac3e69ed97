import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

const ORDER_ID_BYTES = 12;

const PROCESS_PART = randomBytes(5).toString('hex');
const COUNTER_SIZE = 0x1000000;
let counter = randomBytes(3).readUIntBE(0, 3);

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/**
 * 24 hex digits, built like ObjectIds: four bytes of time, five of the process, three of a counter.
 */
export function nextId(): string {
  counter = (counter + 1) % COUNTER_SIZE;
  return hex(Math.floor(Date.now() / 1_000), 8) + PROCESS_PART + hex(counter, 6);
}

/**
 * The first 12 bytes of SHA-256 over the parts, each with its length so that they stay distinct.
 */
export function derivedId(...parts: string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest('hex').slice(0, ORDER_ID_BYTES * 2);
}

/** Identifies this process among all that share a store. */
export const processName = (): string => `${hostname()}:${process.pid}:${nextId().slice(-6)}`;
