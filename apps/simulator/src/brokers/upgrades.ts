import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

type Take = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The paths on which the server accepts websocket upgrades; others are cut. */
@Injectable()
export class Upgrades implements OnApplicationBootstrap {
  private readonly takers = new Map<string, Take>();
  private readonly shutUntilMs = new Map<string, number>();

  constructor(private readonly host: HttpAdapterHost) {}

  get server(): Server {
    return this.host.httpAdapter.getHttpServer() as Server;
  }

  serve(path: string, take: Take): void {
    this.takers.set(path, take);
  }

  /** Refuses new sockets for this long. */
  shut(path: string, forMs: number): void {
    this.shutUntilMs.set(path, Date.now() + forMs);
  }

  isShut(path: string): boolean {
    return Date.now() < (this.shutUntilMs.get(path) ?? 0);
  }

  onApplicationBootstrap(): void {
    this.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = [...this.takers.keys()].find((known) => request.url?.startsWith(known));
      if (path === undefined || this.isShut(path)) socket.destroy();
      else this.takers.get(path)?.(request, socket, head);
    });
  }
}
