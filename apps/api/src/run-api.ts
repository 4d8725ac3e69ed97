import { readEngineSettings } from '@ome/execution-links';
import { runProcess } from '@ome/platform';
import { createApi } from './create-api';

export function runApi(): void {
  runProcess(async () => {
    const settings = readEngineSettings();
    const app = await createApi(settings);
    await app.listen(settings.PORT, settings.HOST);
    return app;
  });
}
