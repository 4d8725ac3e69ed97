import type { Server } from 'node:http';
import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

const LOOK_MS = 100;
/** Requests in progress may finish in this time; container engines kill after ten seconds. */
const GRACE_MS = 5_000;

/**
 * Lets the server stop whatever its clients do: closes each connection once its request is
 * answered, or after the grace period. Node only closes idle connections at first.
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
