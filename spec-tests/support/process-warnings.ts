import { turn } from './fake-clock.js';

/** The process warnings of `run` and of the turn behind it, which are then not printed. */
export async function processWarnings(run: () => unknown): Promise<string[]> {
  const warnings: string[] = [];
  const listener = (warning: Error) => {
    warnings.push(warning.message);
  };
  const before = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', listener);
  try {
    await run();
    await turn();
  } finally {
    process.removeListener('warning', listener);
    for (const one of before) process.on('warning', one);
  }
  return warnings;
}
