import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Server, type Socket } from 'socket.io';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { Stream } from '../brokers/broker-order';
import { Sessions } from '../brokers/sessions';
import { Upgrades } from '../brokers/upgrades';

const PATH = '/breeze/socket.io';

/** The order notifications: event `order` to every socket of the account, never replayed. */
@Injectable()
export class BreezeStream implements Stream, OnApplicationBootstrap, OnModuleDestroy {
  private readonly server = new Server({
    path: PATH,
    transports: ['websocket'],
    serveClient: false,
    // Upgrades on other paths belong to other servers.
    destroyUpgrade: false,
    allowRequest: (_request, done) => done(null, !this.upgrades.isShut(PATH)),
  });

  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly upgrades: Upgrades,
  ) {
    sessions.onExpiry((account) => this.server.in(roomOf(account)).disconnectSockets(true));
    // The socket.io server handles the upgrade itself.
    upgrades.serve(PATH, () => undefined);
    this.server.use((socket, next) => {
      const account = this.accountOf(socket);
      if (!account) {
        next(new Error('Authentication error'));
        return;
      }
      void socket.join(roomOf(account));
      next();
    });
  }

  onApplicationBootstrap(): void {
    this.server.attach(this.upgrades.server);
  }

  publish(account: BrokerAccount, frame: unknown): void {
    this.server.to(roomOf(account)).emit('order', frame);
  }

  /** Cuts every socket, and refuses new ones for this long. */
  cut(downForMs: number): void {
    this.upgrades.shut(PATH, downForMs);
    this.server.disconnectSockets(true);
  }

  onModuleDestroy(): void {
    this.server.engine.close();
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
