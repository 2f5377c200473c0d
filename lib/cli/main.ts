#!/usr/bin/env node
import { reasonOf } from './output.js';
import { run } from './run.js';
import { ExitCode } from './terminal.js';

// Whoever reads the output may stop reading: `barewire gen protos | head`. What is to be done is done all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`barewire: the output cannot be written: ${reasonOf(error)}\n`);
  process.exit(ExitCode.FAILED);
});
process.stderr.on('error', () => {});

// The exit code is left to the end of the event loop, so that everything written reaches a pipe.
process.exitCode = ExitCode.FAILED;
run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
