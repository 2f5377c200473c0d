/** Protobuf's text format, both ways. */
export { type FromTextOptions, fromText } from './from-text.js';
export { TextError } from './text-error.js';
export { type ToTextOptions, toText } from './to-text.js';
