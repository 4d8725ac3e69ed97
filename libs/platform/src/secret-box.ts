import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts third-party secrets for the store, authenticated with AES-256-GCM. */
export class SecretBox {
  readonly #key: Buffer;
  readonly #before: Buffer | null;

  /**
   * @param secret of any length, with at least the entropy of a key
   * @param before the secret that it took the place of: what that one sealed still opens
   */
  constructor(secret: string, before: string | null = null) {
    this.#key = keyOf(secret);
    this.#before = before === null ? null : keyOf(before);
  }

  /** @param purpose what the text belongs to: it opens for nothing else */
  seal(text: string, purpose: string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
  }

  /** Null if sealed with another key or for another purpose, or modified since. */
  open(sealed: Buffer, purpose: string): string | null {
    const opened = opens(sealed, purpose, this.#key);
    return opened ?? (this.#before && opens(sealed, purpose, this.#before));
  }
}

const keyOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

function opens(sealed: Buffer, purpose: string, key: Buffer): string | null {
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce);
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag);
    const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
