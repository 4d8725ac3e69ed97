import { Body, Controller, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { sendAnswer } from '../answer';
import { checkFields, oneOf } from '../control/checks';
import { parseBehaviour } from '../control/parse-behaviour';
import { fieldsOf, Malformed } from '../malformed';
import type { BrokerAccount } from './broker-account';
import { parseDecimal } from '../exact-decimal';
import { Funds } from './funds';
import { Sessions } from './sessions';
import { SimulatedBrokers } from './simulated-broker';
import { TERMINAL_ACTS, type Terminal, type TerminalAct, type TerminalFields } from './terminal';

const CHECKS = {
  act: oneOf(...TERMINAL_ACTS),
  fields: () => true,
  behaviour: oneOf('fill', 'rest', 'reject'),
};

/** What somebody does in the broker's own app, or its risk desk. */
@Controller('control/brokers/:broker/users/:userId')
export class TerminalsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly brokers: SimulatedBrokers,
    private readonly modules: ModuleRef,
    private readonly money: Funds,
  ) {}

  /** The money of the account, in rupees; of a broker with segments, of each. */
  @Put('funds')
  @HttpCode(204)
  setFunds(
    @Param('broker') name: string,
    @Param('userId') userId: string,
    @Body() body: unknown,
  ): void {
    const { cash, ...others } = fieldsOf(body);
    checkFields(others, {}, 'funds');
    const amount = parseDecimal(cash);
    if (!amount || amount.isNegative()) throw new Malformed('cash must be an amount in rupees');
    this.money.set(this.at(name, userId).account, amount);
  }

  /** `fields` are those of the broker's own call; `behaviour` says how an order is treated. */
  @Post('terminal')
  act(
    @Param('broker') name: string,
    @Param('userId') userId: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): void {
    const given = fieldsOf(body);
    checkFields({ act: undefined, fields: undefined, ...given }, CHECKS, 'an act');
    const behaviour = parseBehaviour({ behaviour: given.behaviour ?? 'fill' });
    const { terminal, account } = this.at(name, userId);
    const act = given.act as TerminalAct;
    sendAnswer(reply, terminal.act(account, act, textsOf(given.fields), behaviour));
  }

  /** The risk desk closes everything. */
  @Post('square-off')
  @HttpCode(204)
  squareOff(@Param('broker') name: string, @Param('userId') userId: string): void {
    const { terminal, account } = this.at(name, userId);
    terminal.squareOff(account);
  }

  private at(name: string, userId: string): { terminal: Terminal; account: BrokerAccount } {
    const broker = this.brokers.named(name);
    const account = this.sessions.byUserId(broker.name, userId);
    if (!account) throw new Malformed(`${broker.name} has no user ${userId}`);
    return { terminal: this.modules.get(broker.terminal), account };
  }
}

function textsOf(value: unknown): TerminalFields {
  const entries = Object.entries(fieldsOf(value)).map(([name, field]) => [name, String(field)]);
  return Object.fromEntries(entries) as TerminalFields;
}
