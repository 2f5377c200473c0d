/**
 * The suite `vectors`: HPACK stories and HTTP/2 frames that others have published, from the folder that BAREWIRE_VECTORS names. It holds
 * `hpack` (http2jp/hpack-test-case: nghttp2, nghttp2-change-table-size, raw-data) and `http2-frames` (http2jp/http2-frame-test-case).
 */
import { join } from 'node:path';
import { checkFrames } from './frames.js';
import { checkHpack } from './hpack.js';
import type { Result } from './result.js';

function check(): readonly Result[] {
  const folder = process.env.BAREWIRE_VECTORS;
  if (!folder) return [{ name: 'vectors', failure: 'BAREWIRE_VECTORS is not set: let it name the folder of the vectors' }];
  try {
    return [...checkHpack(folder), ...checkFrames(join(folder, 'http2-frames'))];
  } catch (error) {
    return [{ name: folder, failure: (error as Error).message }];
  }
}

const results = check();
const failed = results.filter(({ failure }) => failure !== undefined);
for (const { name, failure } of failed) console.log(`${name}: ${failure}`);
console.log(`vectors: ${results.length - failed.length} passed, ${failed.length} failed, 0 skipped`);
process.exitCode = failed.length === 0 ? 0 : 1;
