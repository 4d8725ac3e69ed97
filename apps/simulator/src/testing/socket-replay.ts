import { once } from 'node:events';
import { WebSocket } from 'ws';
import { firstKindOf, frameShapeOf, kindOf, orderOf } from '../judges/frames';
import type { SocketEvent } from '../judges/recording';
import type { FixedClock } from './fixed-clock';
import { eventually } from './harness';

interface Socket {
  readonly socket: WebSocket;
  readonly heard: string[];
}

/** What is called otherwise in each run: the session, and the numbers of orders. */
export class Names {
  private readonly names = new Map<string, string>();

  learn(recorded: string, now: string): void {
    this.names.set(recorded, now);
  }

  /** A recorded text as it is now. */
  current(text: string): string {
    return [...this.names].reduce((rest, [old, now]) => rest.replaceAll(old, now), text);
  }

  knows(recorded: string): boolean {
    return this.names.has(recorded);
  }

  isTaken(now: string): boolean {
    return [...this.names.values()].includes(now);
  }
}

/** Opens the websockets of a recording again, says what was said, and waits for what was heard. */
export class SocketReplay {
  private readonly sockets = new Map<number, Socket>();
  /** What was heard of orders, whose numbers may not be known yet. */
  private awaited: SocketEvent[] = [];

  /** @param server like `ws://127.0.0.1:4100` */
  constructor(
    private readonly server: string,
    private readonly clock: FixedClock,
    private readonly names: Names,
  ) {}

  async replay(event: SocketEvent): Promise<void> {
    switch (event.event) {
      case 'opens':
        return this.open(event);
      case 'sends':
        this.of(event).socket.send(this.names.current(event.text));
        return;
      case 'hears':
        if (orderOf(event.text)) this.awaited.push(event);
        else await this.hear(event);
        return;
      case 'closes':
        await this.hearOfOrders();
        this.of(event).socket.close();
    }
  }

  async hearOfOrders(): Promise<void> {
    const awaited = this.awaited;
    this.awaited = [];
    for (const event of awaited) await this.hear(event);
  }

  private async open({ socket: number, text }: SocketEvent): Promise<void> {
    const socket = new WebSocket(`${this.server}${text}`);
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    this.sockets.set(number, { socket, heard });
    await once(socket, 'open');
  }

  private async hear(event: SocketEvent): Promise<void> {
    const { heard } = this.of(event);
    const [order, kind] = [orderOf(event.text), kindOf(event.text)];
    const found = await eventually(() => {
      const text = heard.find((one) => kindOf(one) === kind && this.isOf(order, orderOf(one)));
      // Prices move and candles end as time goes by.
      if (text === undefined && !order) this.clock.advance(1_000);
      if (text === undefined) throw new Error(`${kind} was not heard, but ${heard.join('\n')}`);
      return text;
    });
    if (order) this.names.learn(order, orderOf(found)!);
    const shape = frameShapeOf(found);
    const first = firstKindOf(kind);
    if (first === undefined) {
      expect({ kind, shape }).toEqual({ kind, shape: frameShapeOf(event.text) });
      return;
    }
    expect(shape).toMatchObject({ t: 'string', e: 'string', tk: 'string', ft: 'string' });
    const whole = heard.find((text) => kindOf(text) === first) ?? '{}';
    expect(frameShapeOf(whole)).toMatchObject(shape as object);
  }

  /** Orders that the broker makes, such as legs, are known by their frames alone. */
  private isOf(recorded: string | undefined, now: string | undefined): boolean {
    if (recorded === undefined || now === undefined) return recorded === now;
    if (this.names.knows(recorded)) return this.names.current(recorded) === now;
    return !this.names.isTaken(now);
  }

  private of({ socket }: SocketEvent): Socket {
    return this.sockets.get(socket)!;
  }
}
