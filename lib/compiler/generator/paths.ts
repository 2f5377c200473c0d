import { GeneratorError, quote } from './literals.js';

/** What cannot stand in a file's name everywhere, and what means something else in the specifier of an import, which is a URL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const oddCharacters = /[\\:?#%\u0000-\u001f]/;

/** `shop/order.proto` -> `shop/order`. Throws for names that would lead out of the output folder. */
export function outputStem(importName: string): string {
  const parts = importName.split('/');
  const leadsOut = parts.some((part) => part === '' || part === '.' || part === '..');
  if (leadsOut || oddCharacters.test(importName)) {
    throw new GeneratorError(
      `${quote(importName)} cannot be an import name: expected a relative path such as 'shop/order.proto', without . and .. and \\ : ? # %`,
    );
  }
  return importName.endsWith('.proto') ? importName.slice(0, -'.proto'.length) : importName;
}

/** How one generated file imports another; both as paths from the output folder, without their endings. */
export function importPath(fromStem: string, toStem: string, extension: 'js' | 'ts' | 'none'): string {
  const path = relativeTo(fromStem, toStem);
  return extension === 'none' ? path : `${path}.${extension}`;
}

/** A module given as `./x.js` is meant from the output folder: the way to it from the generated file `fromStem`. */
export function moduleFromRoot(fromStem: string, specifier: string): string {
  if (!specifier.startsWith('./') && !specifier.startsWith('../')) return specifier;
  const up = '../'.repeat(fromStem.split('/').length - 1);
  return up === '' ? specifier : up + specifier.replace(/^\.\//, '');
}

function relativeTo(from: string, to: string): string {
  const source = from.split('/').slice(0, -1);
  const target = to.split('/');
  let shared = 0;
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++;
  const up = source.length - shared;
  const path = '../'.repeat(up) + target.slice(shared).join('/');
  return path.startsWith('../') ? path : `./${path}`;
}
