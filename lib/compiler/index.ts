/** The door `barewire/compiler`. */
export type { CompiledFile, CompileOptions, CompileResult, ReadSource } from './compile.js';
export { compile, compileSources } from './compile.js';
export type { Diagnostic } from './diagnostics.js';
export { CompileError, formatDiagnostic } from './diagnostics.js';
