/** `npm run build`: installs what is missing and builds. */
import { build, install } from './house.mjs';
import { restore } from './join.mjs';

restore();
process.exitCode = (await install()) || (await build());
