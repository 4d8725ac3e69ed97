import tab from '@bomb.sh/tab/commander';
import { Command, Option } from 'commander';
import {
  approvalsCommand,
  approveCommand,
  changesCommand,
  rejectCommand,
} from './commands/approvals.command';
import { auditCommand } from './commands/audit.command';
import { basketCommand } from './commands/basket.command';
import { doctorCommand } from './commands/doctor.command';
import { eventsCommand } from './commands/events.command';
import { fillCommand } from './commands/fill.command';
import { fixCommand } from './commands/fix.command';
import { followCommand } from './commands/follow.command';
import { inspectCommand } from './commands/inspect.command';
import { instrumentsCommand } from './commands/instruments.command';
import { loginCommand, logoutCommand } from './commands/login.command';
import { keysCommand } from './commands/keys.command';
import { linksCommand } from './commands/links.command';
import { orderCommand } from './commands/order.command';
import { positionsCommand } from './commands/positions.command';
import { pricesCommand } from './commands/prices.command';
import { rebuildCommand } from './commands/rebuild.command';
import { resolveCommand } from './commands/resolve.command';
import { killSwitchCommand, riskCommand } from './commands/risk.command';
import { userCommand } from './commands/user.command';
import { waitingCommand } from './commands/waiting.command';
import { type Asker, askerOnTerminal } from './asker';
import { EXIT_CODES } from './exit-code';
import { KeptKeys } from './kept-keys';
import { type GlobalOptions, Session, type Terminal, visibly } from './session';

const ENVIRONMENT = `Environment:
  OME_URL      where the engine is, as --url
  OME_API_KEY  the key that requests carry, instead of the one that ome login keeps; a command line
               would show it to everyone`;

/** The whole `ome` program; it writes to the terminal, and throws if it cannot continue. */
export function createProgram(
  given: Terminal,
  environment: NodeJS.ProcessEnv,
  newAsker: () => Asker = askerOnTerminal,
): Command {
  const terminal = visibly(given);
  const kept = new KeptKeys(environment);
  const open = (command: Command): Session => {
    const options = command.optsWithGlobals<GlobalOptions>();
    const apiKey = environment.OME_API_KEY || kept.get(options.url)?.token;
    return new Session(terminal, options, apiKey);
  };
  const program = new Command('ome')
    .description('Orders and everything related, over the public API of the engine.')
    .addOption(
      new Option('--url <url>', 'the address of the engine').default(
        environment.OME_URL ?? 'http://127.0.0.1:5000',
      ),
    )
    .option('--json', 'for programs: one line of JSON')
    .option('--csv', 'lists for a spreadsheet')
    .addHelpText('after', `\n${ENVIRONMENT}\n\n${EXIT_CODES}`)
    .addCommand(orderCommand(open))
    .addCommand(fillCommand(open))
    .addCommand(followCommand(open))
    .addCommand(eventsCommand(open))
    .addCommand(positionsCommand(open))
    .addCommand(pricesCommand(open))
    .addCommand(basketCommand(open))
    .addCommand(riskCommand(open))
    .addCommand(killSwitchCommand(open))
    .addCommand(approvalsCommand(open))
    .addCommand(changesCommand(open))
    .addCommand(approveCommand(open))
    .addCommand(rejectCommand(open))
    .addCommand(waitingCommand(open))
    .addCommand(linksCommand(open))
    .addCommand(instrumentsCommand(open))
    .addCommand(resolveCommand(open))
    .addCommand(inspectCommand(open))
    .addCommand(rebuildCommand(open))
    .addCommand(loginCommand(open, kept, newAsker))
    .addCommand(logoutCommand(open, kept))
    .addCommand(userCommand(open))
    .addCommand(keysCommand(open))
    .addCommand(fixCommand(open))
    .addCommand(auditCommand(open))
    .addCommand(doctorCommand(open));
  for (const command of [program, ...descendants(program)]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    });
  }
  tab(program);
  return program;
}

export const descendants = (command: Command): Command[] =>
  command.commands.flatMap((child) => [child, ...descendants(child)]);
