import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { BreezeStream } from '../breeze/breeze-stream';
import { checkFields, isDelayMs, isFlag, oneOf } from '../control/checks';
import { BROKERS, type Broker } from '../front';
import { FlattradeStream } from '../flattrade/flattrade-stream';
import { fieldsOf, Malformed } from '../malformed';
import { BrokersControl, type BrokerSettings } from './brokers-control';
import { Sessions } from './sessions';
import { SimulatedUsers } from './simulated-users';

type Settings = Record<Broker, BrokerSettings>;

const CHECKS = {
  user: oneOf('present', 'absent'),
  reloginAfterMs: isDelayMs,
  echoRemark: isFlag,
  cashFrameScale: oneOf(1, 100),
};

@Controller('control/brokers')
export class BrokersController {
  private readonly cutters: Readonly<Record<Broker, (downForMs: number) => void>>;

  constructor(
    private readonly control: BrokersControl,
    private readonly users: SimulatedUsers,
    private readonly sessions: Sessions,
    flattrade: FlattradeStream,
    breeze: BreezeStream,
  ) {
    this.cutters = {
      flattrade: (downForMs) => flattrade.cut(downForMs),
      breeze: (downForMs) => breeze.cut(downForMs),
    };
  }

  @Get()
  view(): Settings {
    return this.control.view();
  }

  @Put(':broker')
  set(@Param('broker') name: string, @Body() body: unknown): Settings {
    const broker = brokerOf(name);
    const fields = fieldsOf(body);
    checkFields(fields, CHECKS, 'a broker');
    this.control.set(broker, fields);
    if (fields.user === 'present') this.users.comeBack(broker);
    return this.control.view();
  }

  /** Cuts all stream sockets now; `downForMs` says how long new ones are refused. */
  @Post(':broker/cut')
  @HttpCode(204)
  cut(@Param('broker') name: string, @Body() body: unknown): void {
    const fields = fieldsOf(body ?? {});
    checkFields(fields, { downForMs: isDelayMs }, 'a cut');
    this.cutters[brokerOf(name)](Number(fields.downForMs ?? 0));
  }

  /** Ends every session now. */
  @Post(':broker/expire')
  @HttpCode(204)
  expire(@Param('broker') name: string): void {
    for (const account of this.sessions.accountsOf(brokerOf(name))) this.sessions.expire(account);
  }
}

/** @throws Malformed for any other name */
export function brokerOf(name: string): Broker {
  const broker = BROKERS.find((known) => known === name);
  if (!broker) throw new Malformed(`A broker is one of ${BROKERS.join(', ')}`);
  return broker;
}
