import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Server, type Socket } from 'socket.io';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { Stream } from '../brokers/broker-order';
import { BrokersControl } from '../brokers/brokers-control';
import { Sessions } from '../brokers/sessions';
import { Upgrades } from '../brokers/upgrades';
import { SimulatorConfig } from '../simulator.config';
import { BreezeFeed } from './breeze-feed';

const PATH = '/breeze/socket.io';
const CANDLES = 'ohlcvstream';
const CANDLES_PATH = `/breeze/${CANDLES}`;

/**
 * The order notifications: event `order` to every socket of the account, never replayed; and the
 * prices of rooms that sockets join, which get no notifications then. At the broker these are three
 * hosts: of orders, of quotes, and of candles under a path of its own. They are served twice: beside the calls, and at the root of a port of their own, where the official
 * clients look for them whatever address they are given.
 */
@Injectable()
export class BreezeStream implements Stream, OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new Server({
    transports: ['websocket'],
    serveClient: false,
    // Upgrades on other paths belong to other servers.
    destroyUpgrade: false,
    allowRequest: (_request, done) => done(null, !this.upgrades.isShut(PATH)),
  });
  private readonly ownServer = createServer((_request, response) => response.writeHead(404).end());
  private readonly engines: Server['engine'][] = [];
  private readonly transports = new Set<Duplex>();

  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly upgrades: Upgrades,
    private readonly config: SimulatorConfig,
    private readonly control: BrokersControl,
    private readonly feed: BreezeFeed,
  ) {
    sessions.onExpiry((account) => this.server.in(roomOf(account)).disconnectSockets(true));
    // The socket.io server handles the upgrade itself.
    for (const path of [PATH, CANDLES_PATH]) {
      upgrades.serve(path, (_request, socket) => this.remember(socket));
    }
    this.ownServer.on('upgrade', (_request, socket: Duplex) => this.remember(socket));
    this.server.use((socket, next) => {
      const account = this.accountOf(socket);
      if (!account) {
        next(new Error('Authentication error'));
        return;
      }
      socket.data = { account };
      void socket.join([roomOf(account), ordersRoomOf(account)]);
      next();
    });
    this.server.on('connection', (socket) => {
      socket.on('join', (tokens: unknown) => this.join(socket, [tokens].flat().map(String)));
      socket.on('leave', (tokens: unknown) => {
        for (const token of [tokens].flat()) void socket.leave(roomName(socket, String(token)));
      });
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const [http, path] of [
      [this.upgrades.server, PATH],
      [this.upgrades.server, CANDLES_PATH],
      [this.ownServer, '/socket.io'],
      [this.ownServer, `/${CANDLES}`],
    ] as const) {
      this.server.attach(http, { path });
      this.engines.push(this.server.engine);
    }
    this.ownServer.listen(this.config.streamPort, this.config.host);
    await once(this.ownServer, 'listening');
  }

  /** The port of the stream at a root. */
  get port(): number {
    return (this.ownServer.address() as AddressInfo).port;
  }

  publish(account: BrokerAccount, frame: object): void {
    this.server.to(ordersRoomOf(account)).emit('order', this.control.told('breeze', frame));
  }

  /**
   * Drops the transport of every socket, and refuses new ones for this long. A socket that the
   * server takes leave of would not connect again by itself; one that breaks does.
   */
  cut(downForMs: number): void {
    this.upgrades.shut(PATH, downForMs);
    for (const transport of this.transports) transport.destroy();
  }

  onModuleDestroy(): void {
    for (const engine of this.engines) engine.close();
    this.ownServer.close();
    this.ownServer.closeAllConnections();
  }

  private join(socket: Socket, tokens: readonly string[]): void {
    for (const token of tokens) {
      const room = roomName(socket, token);
      const isOpen = this.feed.open(room, token, (event, data) => {
        if (event !== '') this.server.to(room).emit(event, data);
        return this.server.sockets.adapter.rooms.has(room);
      });
      if (!isOpen) continue;
      const { account } = socket.data as { account: BrokerAccount };
      void socket.leave(ordersRoomOf(account));
      void socket.join(room);
    }
  }

  private remember(transport: Duplex): void {
    this.transports.add(transport);
    transport.once('close', () => this.transports.delete(transport));
  }

  /** The handshake carries the two halves of the session token. */
  private accountOf({ handshake }: Socket): BrokerAccount | undefined {
    const { user, token } = handshake.auth as Record<string, unknown>;
    const whole = Buffer.from(`${String(user)}:${String(token)}`).toString('base64');
    const account = this.sessions.byToken('breeze', whole);
    const named = this.sessions.byUserId('breeze', user);
    if (!account && named) this.gate.turnAway(named);
    return account;
  }
}

const roomOf = ({ userId }: BrokerAccount): string => `account ${userId}`;
const ordersRoomOf = ({ userId }: BrokerAccount): string => `orders ${userId}`;

/** A token has candles on the one stream, and quotes on the other. */
const roomName = ({ handshake }: Socket, token: string): string =>
  handshake.url.includes(CANDLES) ? `${CANDLES} ${token}` : token;
