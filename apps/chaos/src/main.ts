import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { printHeading, printResult } from './print-results';
import { runScenario, type RunOptions } from './run-scenario';
import { scenarios } from './scenarios/all';
import type { Scenario } from './scenarios/scenario';
import { startEngine } from './start-engine';

interface Arguments extends Omit<RunOptions, 'brief'> {
  readonly scenario?: string;
  readonly keep?: boolean;
}

const distDir = resolve(__dirname, '../../..');

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be above 0.');
  return Number(text);
};

const names = scenarios.map(({ name }) => name);
const list = scenarios.map(({ name, about }) => `  ${name.padEnd(12)} ${about}`).join('\n');

const program = new Command('chaos')
  .description('Disturbs a running engine, and checks that nothing is lost or doubled.')
  .option('--orders <number>', 'orders in each scenario', positive, 10_000)
  .option('--concurrency <number>', 'requests at the same time', positive, 64)
  .option('--seed <number>', 'the seed of orders and moments', positive, 1)
  .addOption(new Option('--scenario <name>', 'only this scenario').choices(names))
  .option('--keep', 'keep the data of every scenario')
  .addHelpText('after', `\nScenarios:\n${list}`)
  .action(async (given: Arguments) => {
    const { scenario: only, keep = false, ...options } = given;
    printHeading();
    for (const scenario of scenarios) {
      if (only !== undefined && scenario.name !== only) continue;
      const found = await runAlone(scenario, { ...options, brief: false }, keep);
      if (found > 0) process.exitCode = 1;
    }
  });

/** @returns the number of violations, on an engine of the scenario's own. */
async function runAlone(scenario: Scenario, options: RunOptions, keep: boolean): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), `ome-chaos-${scenario.name}-`));
  const engine = await startEngine(distDir, dataDir, scenario);
  const interrupt = (): void => void engine.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    const result = await runScenario(scenario, engine, options);
    printResult(result);
    return result.findings.length;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    await engine.stop();
    if (keep) process.stdout.write(`  Its data is in ${dataDir}.\n`);
    else rmSync(dataDir, { recursive: true, force: true });
  }
}

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
});
