import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { WebSocketServer, type WebSocket } from 'ws';
import type { BrokerAccount } from '../brokers/broker-account';
import { BrokerGate } from '../brokers/broker-gate';
import type { Stream } from '../brokers/broker-order';
import { BrokersControl } from '../brokers/brokers-control';
import { Sessions } from '../brokers/sessions';
import { Upgrades } from '../brokers/upgrades';
import { Clock } from '../clock';
import { FlattradeFeed, type FeedKind } from './flattrade-feed';

const PATH = '/flattrade/PiConnectWSAPI';
/** A normal close: what a socket gets when another one replaces it. */
const EVICTED = 1000;
const UNSUBSCRIBED: Readonly<Record<'u' | 'ud', FeedKind>> = { u: 't', ud: 'd' };

/** A socket, and what it has sent so far. */
interface Client {
  socket: WebSocket;
  account?: BrokerAccount;
  orders: boolean;
  readonly say: (frame: object) => void;
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
    private readonly feed: FlattradeFeed,
  ) {
    sessions.onExpiry((account) => this.evict(account));
    upgrades.serve(PATH, (request, socket, head) => {
      this.server.handleUpgrade(request, socket, head, (client) => this.serve(client));
    });
  }

  publish(account: BrokerAccount, frame: object): void {
    const client = this.clients.get(account);
    if (client?.orders) client.say(this.control.told('flattrade', frame));
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
    const say = (frame: object): void => socket.send(JSON.stringify(frame));
    const client: Client = { socket, orders: false, say };
    socket.on('message', (data: Buffer) => this.hear(client, data.toString()));
    socket.on('close', () => {
      this.feed.leave(say);
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
    if (message.t === 'a' || message.t === 'c') this.logIn(client, message);
    else if (client.account) {
      this.gate.admit(client.account);
      this.obey(client, client.account, message);
    }
  }

  /**
   * A negative answer does not close the socket. `c` is the older form, which the clients of other
   * brokers on Noren still use.
   */
  private logIn(client: Client, message: Record<string, unknown>): void {
    const { t, uid, accesstoken, susertoken } = message;
    const token = t === 'a' ? accesstoken : susertoken;
    const named = this.sessions.byUserId('flattrade', uid);
    const account = this.sessions.byToken('flattrade', String(token));
    const welcome = account !== undefined && account === named;
    if (welcome) {
      client.account = account;
      if (this.clients.get(account) !== client) this.evict(account);
      this.clients.set(account, client);
    } else if (named) {
      this.gate.turnAway(named);
    }
    client.say({ t: t === 'a' ? 'ak' : 'ck', uid, s: welcome ? 'OK' : 'Not_Ok' });
  }

  private evict(account: BrokerAccount): void {
    const client = this.clients.get(account);
    this.clients.delete(account);
    client?.socket.close(EVICTED);
  }

  private obey(
    client: Client,
    { userId: uid }: BrokerAccount,
    { t, k }: Record<string, unknown>,
  ): void {
    const { say } = client;
    switch (t) {
      case 't':
      case 'd':
        this.feed.subscribe(say, t, String(k));
        return;
      case 'u':
      case 'ud':
        this.feed.unsubscribe(say, UNSUBSCRIBED[t], String(k));
        say({ t: `${t}k`, k });
        return;
      case 'h':
        say({ t: 'hk', hk: String(Math.floor(this.clock.now().getTime() / 1_000)) });
        return;
      case 'o':
        // Not answered.
        client.orders = true;
        return;
      case 'uo':
        client.orders = false;
        say({ t: 'uok', uid });
        return;
      case 'p':
        say({ t: 'pk', uid });
        return;
      case 'up':
        say({ t: 'upk', uid });
        return;
    }
  }
}
