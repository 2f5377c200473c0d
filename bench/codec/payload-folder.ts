import { join } from 'node:path';
import { cacheFolder } from './generated.js';

/** Where the files of a payload lie. */
export function payloadFolder(name: string): string {
  return join(cacheFolder, 'payloads', name);
}
