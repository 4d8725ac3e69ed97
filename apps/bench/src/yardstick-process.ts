import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../dev/src/embedded/free-port';

/** The yardstick in a process of its own, like the API. */
export class YardstickProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(mongoUrl: string): Promise<YardstickProcess> {
    const port = await freePort();
    const child = fork(join(__dirname, 'yardstick.js'), [mongoUrl, String(port)]);
    await once(child, 'message');
    return new YardstickProcess(child, `http://127.0.0.1:${port}`);
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }
}
