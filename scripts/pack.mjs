/** `npm pack` and `npm publish` run this: `--before` builds and joins the doors, `--after` puts back what was built. */
import { build, install } from './house.mjs';
import { joinForPacking, restore } from './join.mjs';

if (process.argv.includes('--after')) restore();
else {
  restore();
  process.exitCode = (await install()) || (await build());
  if (process.exitCode === 0) await joinForPacking();
}
