import type { Diagnostics } from '../../diagnostics.js';
import type { LinkedFile } from '../definitions.js';

/** An import that nothing of the file needs is a warning; a public one is for those who import the file. */
export function checkImports(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const { node, file: imported } of file.imports) {
    if (imported === undefined || node.modifier === 'public') continue;
    let used = false;
    for (const one of imported.exported) used ||= file.used.has(one);
    if (!used) diagnostics.warning(file.source, node.range, `the import "${node.path}" is not used`, 'remove it');
  }
}
