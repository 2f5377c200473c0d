/** Last pass over a file: rules that need every name and option of it. */
import type { Diagnostics } from '../../diagnostics.js';
import type { LinkedFile } from '../definitions.js';
import { checkEnums } from './enums.js';
import { checkExtensions } from './extensions.js';
import { checkFeatureSupport } from './feature-support.js';
import { checkFeatures } from './features.js';
import { checkFields } from './fields.js';
import { checkImports, checkLite } from './imports.js';
import { checkJsonNames } from './json-names.js';
import { checkLimits } from './limits.js';
import { checkNaming } from './naming.js';

/** Warnings are for inputs: who imports a file cannot mend it. */
export function checkFile(file: LinkedFile, isInput: boolean, diagnostics: Diagnostics): void {
  checkFields(file, diagnostics);
  checkFeatures(file, diagnostics);
  checkFeatureSupport(file, diagnostics);
  checkExtensions(file, diagnostics);
  checkEnums(file, diagnostics);
  checkJsonNames(file, diagnostics);
  checkNaming(file, diagnostics);
  checkLimits(file, diagnostics);
  checkLite(file, diagnostics);
  if (isInput) checkImports(file, diagnostics);
}
