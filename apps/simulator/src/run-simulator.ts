import { runProcess } from '@ome/platform';
import { createSimulator } from './create-simulator';
import { SIMULATED_BROKERS } from './simulated-brokers';
import { readSimulatorConfig } from './simulator.config';

/** Serves until the process is told to stop, or the parent that started it is gone. */
export function runSimulator(): void {
  runProcess(async () => {
    const config = readSimulatorConfig(
      process.env,
      SIMULATED_BROKERS.map(({ name }) => name),
    );
    const app = await createSimulator(config);
    await app.listen(config.port, config.host);
    process.stdout.write(
      `simulator listens on ${await app.getUrl()}, reports to ${config.engineUrl.href}\n`,
    );
    return app;
  });
}
