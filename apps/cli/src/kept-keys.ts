import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The key that `ome login` made, and its id. */
interface KeptKey {
  id: string;
  token: string;
}

const ONLY_OWNER = 0o600;

/** Keys of `ome login`, by the address of the engine, in a file that only its owner may read. */
export class KeptKeys {
  private readonly file: string;

  constructor({ XDG_CONFIG_HOME, HOME = homedir() }: NodeJS.ProcessEnv) {
    this.file = join(XDG_CONFIG_HOME || join(HOME, '.config'), 'ome', 'keys.json');
  }

  get(url: string): KeptKey | null {
    return this.read()[url] ?? null;
  }

  set(url: string, key: KeptKey): void {
    this.write({ ...this.read(), [url]: key });
  }

  forget(url: string): void {
    const { [url]: _, ...others } = this.read();
    this.write(others);
  }

  private read(): Record<string, KeptKey> {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Record<string, KeptKey>;
    } catch {
      return {};
    }
  }

  private write(keys: Record<string, KeptKey>): void {
    mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    writeFileSync(this.file, `${JSON.stringify(keys)}\n`, { mode: ONLY_OWNER });
    // The mode of a file that existed stays as it was.
    chmodSync(this.file, ONLY_OWNER);
  }
}
