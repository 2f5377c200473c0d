import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of something in the repository, given from its root with `/`. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../../${path}`, import.meta.url));
}

/**
 * An empty folder inside the repository, so that `barewire/runtime` and the other doors are found from it. Whoever asks for it removes it.
 */
export function temporaryFolder(name: string): { readonly path: string; remove(): void } {
  const parent = repositoryPath('.cache/tests');
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, `${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
