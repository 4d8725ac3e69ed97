import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

type Take = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Hands connections that want to become sockets to who serves their path; cuts all others. */
@Injectable()
export class Upgrades implements OnApplicationBootstrap {
  private readonly takers: { path: string; take: Take }[] = [];

  constructor(private readonly host: HttpAdapterHost) {}

  serve(path: string, take: Take): void {
    this.takers.push({ path, take });
  }

  onApplicationBootstrap(): void {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const taker = this.takers.find(({ path }) => request.url?.startsWith(path));
      if (taker) taker.take(request, socket, head);
      else socket.destroy();
    });
  }
}
