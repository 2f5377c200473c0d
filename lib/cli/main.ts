#!/usr/bin/env node
import { run } from './run.js';

// The exit code is left to the end of the event loop, so that everything written reaches a pipe.
process.exitCode = 1;
run(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  error: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
