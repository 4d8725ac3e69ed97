import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { readEngineSettings } from '@ome/execution-links';
import { runProcess, type Settings } from '@ome/platform';
import { Logger } from 'nestjs-pino';
import { FixModule } from './fix.module';

/** The FIX gateway; it listens for FIX alone. */
export async function createFix(settings: Settings): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(FixModule.forRoot(settings), {
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  return app;
}

/** Serves until the process is told to stop, or the parent that started it is gone. */
export function runFix(): void {
  runProcess(() => createFix(readEngineSettings()));
}
