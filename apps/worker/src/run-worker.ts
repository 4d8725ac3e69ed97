import { readEngineSettings } from '@ome/execution-links';
import { runProcess } from '@ome/platform';
import { createWorker } from './create-worker';

export function runWorker(): void {
  runProcess(async () => {
    const settings = readEngineSettings();
    const app = await createWorker(settings);
    await app.listen(settings.WORKER_PORT, settings.WORKER_HOST);
    return app;
  });
}
