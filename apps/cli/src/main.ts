#!/usr/bin/env node
import { exitCodeOf, faultText } from './exit-code';
import { createProgram } from './program';
import { visibly } from './session';

const terminal = visibly({
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
});

createProgram(terminal, process.env)
  .parseAsync()
  .catch((error: unknown) => {
    const text = faultText(error);
    if (text) terminal.err(text);
    process.exitCode = exitCodeOf(error);
  });
