import type { INestApplication } from '@nestjs/common';
import { createSimulator } from './create-simulator';
import { readSimulatorConfig } from './simulator.config';

/** Serves until the process is told to stop, or the parent that started it is gone. */
export async function runSimulator(): Promise<void> {
  let app: INestApplication | undefined;
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void Promise.resolve(app?.close()).finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);

  try {
    const config = readSimulatorConfig(process.env);
    app = await createSimulator(config);
    await app.listen(config.port, config.host);
    console.log(`simulator listens on ${await app.getUrl()}, reports to ${config.engineUrl.href}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
