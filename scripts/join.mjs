/**
 * Joins the modules behind each door of the package, so that an import reads a handful of files and not more than a hundred: it takes a
 * quarter of the time. Only what is packed is joined; in the repository every module stays by itself.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './house.mjs';

/** Folders of `dist` that are packed. */
const packed = ['lib', 'wire'];

/** Where what was built waits while the joined files stand in its place. */
const aside = join(root, '.cache', 'unjoined');

/** Puts joined files in the place of the built ones in `folder`'s dist. Types and maps still lead to the sources. */
export async function joinDoors(folder) {
  const { build } = await import('esbuild');
  const { exports, bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const doors = [...Object.values(exports).map((door) => door.default), ...Object.values(bin)].filter((path) => path?.endsWith('.js'));
  const dist = join(folder, 'dist');
  const { outputFiles } = await build({
    entryPoints: doors.map((door) => join(folder, door)),
    outdir: dist,
    outbase: dist,
    bundle: true,
    splitting: true,
    // Classes are called by their own names when they are printed.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    packages: 'external',
    chunkNames: 'lib/joined/[hash]',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  for (const part of packed) {
    for (const name of readdirSync(join(dist, part), { recursive: true })) {
      if (/\.js(?:\.map)?$/.test(name)) rmSync(join(dist, part, name));
    }
  }
  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

/** What `npm pack` packs, in a folder of its own. */
export async function packedCopy(folder) {
  rmSync(folder, { recursive: true, force: true });
  const files = ['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'lib', 'wire', join('dist', 'lib'), join('dist', 'wire')];
  for (const name of files) cpSync(join(root, name), join(folder, name), { recursive: true });
  await joinDoors(folder);
}

/** Before packing: what was built is put aside. */
export async function joinForPacking() {
  restore();
  for (const part of packed) cpSync(join(root, 'dist', part), join(aside, part), { recursive: true });
  await joinDoors(root);
}

/** After packing, or where packing was interrupted: what was built comes back. */
export function restore() {
  if (!existsSync(aside)) return;
  for (const part of packed) {
    if (!existsSync(join(aside, part))) continue;
    rmSync(join(root, 'dist', part), { recursive: true, force: true });
    renameSync(join(aside, part), join(root, 'dist', part));
  }
  rmSync(aside, { recursive: true, force: true });
}
