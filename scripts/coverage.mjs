/** `npm run coverage`: installs what is missing, builds, and runs the tests under c8; the pages stand in coverage/. */
import { build, install, runTool } from './house.mjs';

if ((await install()) !== 0 || (await build()) !== 0) process.exitCode = 1;
else process.exitCode = await runTool('c8', 'c8', ['mocha', ...process.argv.slice(2)]);
