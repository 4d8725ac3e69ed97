import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { checkFields, isDelayMs, isFlag, oneOf } from '../control/checks';
import type { Broker } from '../front';
import { fieldsOf } from '../malformed';
import { BrokersControl, type BrokerSettings } from './brokers-control';
import { isOddRows } from './odd-rows';
import { Sessions } from './sessions';
import { SimulatedBrokers } from './simulated-broker';
import { SimulatedUsers } from './simulated-users';

type Settings = Record<Broker, BrokerSettings>;

const CHECKS = {
  user: oneOf('present', 'absent'),
  reloginAfterMs: isDelayMs,
  takeBackAfterMs: isDelayMs,
  echoRemark: isFlag,
  cashFrameScale: oneOf(1, 100),
  prices: oneOf('as-seen', 'strict'),
  oddRows: isOddRows,
};

@Controller('control/brokers')
export class BrokersController {
  constructor(
    private readonly control: BrokersControl,
    private readonly users: SimulatedUsers,
    private readonly sessions: Sessions,
    private readonly brokers: SimulatedBrokers,
    private readonly modules: ModuleRef,
  ) {}

  @Get()
  view(): Settings {
    return this.control.view();
  }

  @Put(':broker')
  set(@Param('broker') name: string, @Body() body: unknown): Settings {
    const { name: broker } = this.brokers.named(name);
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
    const stream = this.modules.get(this.brokers.named(name).stream);
    stream.cut(Number(fields.downForMs ?? 0));
  }

  /** Ends every session now. */
  @Post(':broker/expire')
  @HttpCode(204)
  expire(@Param('broker') name: string): void {
    const { name: broker } = this.brokers.named(name);
    for (const account of this.sessions.accountsOf(broker)) this.sessions.expire(account);
  }
}
