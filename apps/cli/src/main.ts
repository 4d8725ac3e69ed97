#!/usr/bin/env node
import { setTimeout } from 'node:timers/promises';
import { exitCodeOf, faultText } from './exit-code';
import { createProgram } from './program';
import { type Terminal, visibly } from './session';

const CLEAR_SCREEN = '\x1b[H\x1b[2J';
const { stdout, stderr } = process;

// Who reads the output, such as head, may have seen enough.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

let isToClear = false;
const terminal: Terminal = {
  out: (text) => {
    stdout.write(`${isToClear ? CLEAR_SCREEN : ''}${text}\n`);
    isToClear = false;
  },
  err: (text) => void stderr.write(`${text}\n`),
  get width() {
    return stdout.isTTY ? stdout.columns : undefined;
  },
  clear: () => {
    isToClear = stdout.isTTY;
  },
  pause: (ms) => setTimeout(ms, true),
};

createProgram(terminal, process.env)
  .parseAsync()
  .catch((error: unknown) => {
    const text = faultText(error);
    if (text) visibly(terminal).err(text);
    process.exitCode = exitCodeOf(error);
  });
