import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const LOOK_MS = 100;
/** What is being answered by then may be finished; container engines kill after ten seconds. */
const GRACE_MS = 5_000;

/**
 * Lets the server stop whatever its clients do: a connection is closed once its request is
 * answered, or when the time for that is over. Node closes those alone that are idle at first.
 */
@Injectable()
export class CloseConnections implements BeforeApplicationShutdown, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly host: HttpAdapterHost) {}

  beforeApplicationShutdown(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    const graceEndsAt = performance.now() + GRACE_MS;
    this.timer = setInterval(() => {
      if (performance.now() < graceEndsAt) server.closeIdleConnections();
      else server.closeAllConnections();
    }, LOOK_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
