import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { sendAnswer } from '../answer';
import { BreezeTerminal } from '../breeze/breeze-terminal';
import { checkFields, oneOf } from '../control/checks';
import { parseBehaviour } from '../control/parse-behaviour';
import { FlattradeTerminal } from '../flattrade/flattrade-terminal';
import type { Broker } from '../front';
import { fieldsOf, Malformed } from '../malformed';
import type { BrokerAccount } from './broker-account';
import { brokerOf } from './brokers.controller';
import { Sessions } from './sessions';
import { TERMINAL_ACTS, type Terminal, type TerminalAct, type TerminalFields } from './terminal';

const CHECKS = {
  act: oneOf(...TERMINAL_ACTS),
  fields: () => true,
  behaviour: oneOf('fill', 'rest', 'reject'),
};

/** What somebody does in the broker's own app, or its risk desk. */
@Controller('control/brokers/:broker/users/:userId')
export class TerminalsController {
  private readonly terminals: Readonly<Record<Broker, Terminal>>;

  constructor(
    private readonly sessions: Sessions,
    flattrade: FlattradeTerminal,
    breeze: BreezeTerminal,
  ) {
    this.terminals = { flattrade, breeze };
  }

  /** `fields` are those of the broker's own call; `behaviour` is what becomes of an order. */
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
    const broker = brokerOf(name);
    const account = this.sessions.byUserId(broker, userId);
    if (!account) throw new Malformed(`${broker} has no user ${userId}`);
    return { terminal: this.terminals[broker], account };
  }
}

function textsOf(value: unknown): TerminalFields {
  const entries = Object.entries(fieldsOf(value)).map(([name, field]) => [name, String(field)]);
  return Object.fromEntries(entries) as TerminalFields;
}
