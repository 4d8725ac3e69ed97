import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const load = createRequire(__filename);

/** The logger of a process, which the first API in it creates. */
const rootLogger = load(join(dirname(load.resolve('nestjs-pino')), 'rootLogger.js')) as {
  resetRootLogger(): void;
  ensureRootLogger(options: { level: string }): void;
};

/**
 * Captures what pino writes while an API is created: pino takes the descriptor of stdout when it
 * starts.
 */
export class CapturedLog {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ome-log-'));
  private readonly path = join(this.folder, 'log');
  private readonly descriptor = openSync(this.path, 'a');
  private readonly original = Object.getOwnPropertyDescriptors(process.stdout);

  constructor() {
    rootLogger.resetRootLogger();
    // If stdout.write was replaced, pino writes through it, not to a descriptor.
    const write: unknown = Reflect.get(Object.getPrototypeOf(process.stdout) as object, 'write');
    for (const [name, value] of Object.entries({ fd: this.descriptor, write })) {
      Object.defineProperty(process.stdout, name, { value, configurable: true, writable: true });
    }
  }

  /** Restores writing to stdout. */
  release(): void {
    const { fd, write } = this.original;
    Object.defineProperty(process.stdout, 'fd', fd);
    if (write) Object.defineProperty(process.stdout, 'write', write);
    else delete (process.stdout as Partial<NodeJS.WriteStream>).write;
  }

  text(): string {
    return readFileSync(this.path, 'utf8');
  }

  lines(): Record<string, unknown>[] {
    return (
      this.text()
        .split('\n')
        // The last line may be incomplete.
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
    );
  }

  remove(): void {
    rootLogger.resetRootLogger();
    rootLogger.ensureRootLogger({ level: 'fatal' });
    closeSync(this.descriptor);
    rmSync(this.folder, { recursive: true });
  }
}
