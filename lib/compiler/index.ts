/** The door `barewire/compiler`. */
export type { DynamicMessage } from '../../wire/protobuf/closures/dynamic.js';
export type { CompiledFile, CompileOptions, CompileResult, ReadSource } from './compile.js';
export { compile, compileSources } from './compile.js';
export type { Diagnostic } from './diagnostics.js';
export { CompileError, formatDiagnostic } from './diagnostics.js';
export type { GeneratedFile } from './generator/generate.js';
export { generateAll } from './generator/generate-all.js';
export { GeneratorError } from './generator/literals.js';
export type { GeneratorOptions } from './generator/options.js';
export type { DynamicMethod, DynamicService } from './load.js';
export { load, Schema, SchemaError, schemaOf } from './load.js';
