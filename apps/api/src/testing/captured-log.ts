import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const load = createRequire(__filename);

/** The one logger of a process, which the first API of it makes. */
const rootLogger = load(join(dirname(load.resolve('nestjs-pino')), 'rootLogger.js')) as {
  resetRootLogger(): void;
  ensureRootLogger(options: { level: string }): void;
};

/** What pino writes while an API is made: it takes the descriptor of stdout when it starts. */
export class CapturedLog {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ome-log-'));
  private readonly path = join(this.folder, 'log');
  private readonly descriptor = openSync(this.path, 'a');
  private readonly original = Object.getOwnPropertyDescriptors(process.stdout);

  constructor() {
    rootLogger.resetRootLogger();
    // Where somebody else has changed how stdout writes, pino writes through it, not to a descriptor.
    const write: unknown = Reflect.get(Object.getPrototypeOf(process.stdout) as object, 'write');
    for (const [name, value] of Object.entries({ fd: this.descriptor, write })) {
      Object.defineProperty(process.stdout, name, { value, configurable: true, writable: true });
    }
  }

  /** From here on others write to stdout as ever. */
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
        // The last one may be half written.
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
