import type { Diagnostics } from '../../diagnostics.js';
import type { LinkedFile } from '../definitions.js';

/** An import that nothing of the file needs is a warning; a public one is for those who import the file. */
export function checkImports(file: LinkedFile, diagnostics: Diagnostics): void {
  for (const { node, file: imported } of file.imports) {
    if (imported === undefined || node.modifier === 'public') continue;
    if (!imported.exported.meets(file.used))
      diagnostics.warning(file.source, node.range, `the import "${node.path}" is not used`, 'remove it');
  }
}

// The number of google.protobuf.FileOptions.OptimizeMode.LITE_RUNTIME.
const LITE_RUNTIME = 3;

/** What is generated for LITE_RUNTIME has no descriptors, which everything else needs of what it imports. */
export function checkLite(file: LinkedFile, diagnostics: Diagnostics): void {
  if (file.proto.options?.optimizeFor === LITE_RUNTIME) return;
  for (const { node, file: imported } of file.imports) {
    if (imported?.proto.options?.optimizeFor !== LITE_RUNTIME) continue;
    diagnostics.error(
      file.source,
      node.range,
      `"${node.path}" is optimized for LITE_RUNTIME, and this file is not`,
      'write option optimize_for = LITE_RUNTIME; here too, or remove it there',
    );
  }
}
