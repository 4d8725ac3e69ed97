import type { Command } from 'commander';
import { createAdminProgram } from '../../../admin/src/program';
import { createProgram, descendants } from '../../../cli/src/program';
import { page } from './markdown';

const INTRODUCTION = `\`npx ome\` is the public API at a terminal, for people and, with \`--json\`, for programs. With \`ome\` on the
path (\`npm link\`), \`source <(ome complete bash)\` completes commands and options; likewise for zsh, fish and PowerShell.`;

const ADMIN = `\`npm run -s admin --\` works on the store itself, beside the API. It needs \`MONGO_URL\`, which the banner of
\`npm start\` shows.`;

/** Columns of a page, independent of the terminal. */
const WIDTH = 100;

export function cliPage(): string {
  const said: string[] = [];
  const ome = createProgram({ out: () => undefined, err: () => undefined }, {});
  const admin = createAdminProgram();
  const helpOf = (command: Command): string => {
    said.length = 0;
    command
      .configureOutput({ writeOut: (text) => void said.push(text.trimEnd()) })
      .configureHelp({ helpWidth: WIDTH })
      .outputHelp();
    return ['```', said.join('\n').trimEnd(), '```'].join('\n');
  };
  const section = (command: Command): string =>
    [`### ${pathOf(command)}`, helpOf(command)].join('\n\n');
  return page(
    'Command line',
    INTRODUCTION,
    '## ome',
    helpOf(ome),
    ...described(ome).map(section),
    '## ome-admin',
    ADMIN,
    helpOf(admin),
    ...described(admin).map(section),
  );
}

/** The library provides completion. */
const described = (program: Command): Command[] =>
  descendants(program).filter(
    (command) => command.commands.length === 0 && command.name() !== 'complete',
  );

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
