import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { WebSocketServer, type WebSocket } from 'ws';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { Stream } from '../brokers/broker-order';
import { BrokersControl } from '../brokers/brokers-control';
import { Sessions } from '../brokers/sessions';
import { Upgrades } from '../brokers/upgrades';
import { Clock } from '../clock';

const PATH = '/flattrade/PiConnectWSAPI';
/** A normal close: what a socket gets when another one replaces it. */
const EVICTED = 1000;

/** A socket, and what it has sent so far. */
interface Client {
  socket: WebSocket;
  account?: BrokerAccount;
  orders: boolean;
}

/** The websocket feed: one socket for each login, without replay. */
@Injectable()
export class FlattradeStream implements Stream, OnModuleDestroy {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly clients = new Map<BrokerAccount, Client>();

  constructor(
    private readonly sessions: Sessions,
    private readonly gate: BrokerGate,
    private readonly clock: Clock,
    private readonly upgrades: Upgrades,
    private readonly control: BrokersControl,
  ) {
    sessions.onExpiry((account) => this.evict(account));
    upgrades.serve(PATH, (request, socket, head) => {
      this.server.handleUpgrade(request, socket, head, (client) => this.serve(client));
    });
  }

  publish(account: BrokerAccount, frame: unknown): void {
    const client = this.clients.get(account);
    if (client?.orders) say(client, this.control.told('flattrade', frame));
  }

  /** Cuts every socket, and refuses new ones for this long. */
  cut(downForMs: number): void {
    this.upgrades.shut(PATH, downForMs);
    this.onModuleDestroy();
  }

  onModuleDestroy(): void {
    this.clients.clear();
    for (const socket of this.server.clients) socket.terminate();
  }

  private serve(socket: WebSocket): void {
    const client: Client = { socket, orders: false };
    socket.on('message', (data: Buffer) => this.hear(client, data.toString()));
    socket.on('close', () => {
      if (client.account && this.clients.get(client.account) === client) {
        this.clients.delete(client.account);
      }
    });
    socket.on('error', () => socket.terminate());
  }

  private hear(client: Client, text: string): void {
    let message: Record<string, unknown>;
    try {
      message = JSON.parse(text) as Record<string, unknown>;
    } catch {
      return;
    }
    if (message.t === 'a') this.logIn(client, message);
    else if (client.account) {
      this.gate.admit(client.account);
      this.obey(client, client.account, message);
    }
  }

  /** A negative answer does not close the socket. */
  private logIn(client: Client, { uid, accesstoken }: Record<string, unknown>): void {
    const named = this.sessions.byUserId('flattrade', uid);
    const account = this.sessions.byToken('flattrade', String(accesstoken));
    const welcome = account !== undefined && account === named;
    if (welcome) {
      client.account = account;
      if (this.clients.get(account) !== client) this.evict(account);
      this.clients.set(account, client);
    } else if (named) {
      this.gate.turnAway(named);
    }
    say(client, { t: 'ak', uid, s: welcome ? 'OK' : 'Not_Ok' });
  }

  private evict(account: BrokerAccount): void {
    const client = this.clients.get(account);
    this.clients.delete(account);
    client?.socket.close(EVICTED);
  }

  private obey(client: Client, { userId: uid }: BrokerAccount, message: { t?: unknown }): void {
    switch (message.t) {
      case 'h':
        say(client, { t: 'hk', hk: String(Math.floor(this.clock.now().getTime() / 1_000)) });
        return;
      case 'o':
        // Not answered.
        client.orders = true;
        return;
      case 'uo':
        client.orders = false;
        say(client, { t: 'uok', uid });
        return;
      case 'p':
        say(client, { t: 'pk', uid });
        return;
      case 'up':
        say(client, { t: 'upk', uid });
        return;
    }
  }
}

const say = ({ socket }: Client, message: unknown): void => socket.send(JSON.stringify(message));
