/** `npm run build`: installs what is missing and builds. */
import { build, install } from './house.mjs';

process.exitCode = (await install()) || (await build());
