import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What pino writes while an API is made: it takes the descriptor of stdout when it starts. */
export class CapturedLog {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ome-log-'));
  private readonly path = join(this.folder, 'log');
  private readonly descriptor = openSync(this.path, 'a');
  private readonly original = Object.getOwnPropertyDescriptor(process.stdout, 'fd')!;

  constructor() {
    Object.defineProperty(process.stdout, 'fd', { value: this.descriptor, configurable: true });
  }

  /** From here on others write to stdout as ever. */
  release(): void {
    Object.defineProperty(process.stdout, 'fd', this.original);
  }

  text(): string {
    return readFileSync(this.path, 'utf8');
  }

  lines(): Record<string, unknown>[] {
    return (
      this.text()
        .split('\n')
        // The last one may be half written.
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    );
  }

  remove(): void {
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true });
  }
}
