import { runProcess } from '@ome/platform';
import { readEngineSettings } from '@ome/execution-links';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Settings } from '@ome/platform';
import { Logger } from 'nestjs-pino';
import { WorkerModule } from './worker.module';

/** The worker; its HTTP port serves only health and metrics. */
export async function createWorker(settings: Settings): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.forRoot(settings),
    new FastifyAdapter(),
    { bufferLogs: true },
  );
  app.useLogger(app.get(Logger));
  return app;
}

/** Runs until the process gets a signal, or its parent process is gone. */
export function runWorker(): void {
  runProcess(async () => {
    const settings = readEngineSettings();
    const app = await createWorker(settings);
    await app.listen(settings.WORKER_PORT, settings.WORKER_HOST);
    return app;
  });
}
