import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** Argon2id, as OWASP advises: 19 MiB, two passes, one thread; the defaults of the library. */
@Injectable()
export class Passwords {
  /** What unknown people are compared with: an answer takes as long for them. */
  private readonly nobodys = hash('the password of nobody');

  hash(password: string): Promise<string> {
    return hash(password);
  }

  /** @param stored null of whoever has no password */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const isMatch = await verify(stored ?? (await this.nobodys), password);
    return isMatch && stored !== null;
  }
}
