/** 64-bit integers as the generator prints them: bigints, or what the option `int64` or a field's `jstype` says. */
import type { FileDescriptor, ScalarKind } from '../../../wire/protobuf/descriptor.js';
import type { Int64Representation, LongLike } from '../../../wire/protobuf/int64-representation.js';
import { quote } from './literals.js';
import type { Module } from './module.js';
import type { Printer } from './printer.js';

/** Stands for the user's `Long` while descriptors are built for printing: only the representation's name is looked at. */
export class LongStandIn implements LongLike {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;

  constructor(low: number, high: number, unsigned: boolean) {
    this.low = low;
    this.high = high;
    this.unsigned = unsigned;
  }
}

export function isInt64Kind(kind: ScalarKind): boolean {
  return kind === 'int64' || kind === 'uint64' || kind === 'sint64' || kind === 'fixed64' || kind === 'sfixed64';
}

/** `int64` where `kind` is a 64-bit integer that is no bigint; undefined for everything that has a reader and a writer of its own. */
export function unlikeBigint(kind: ScalarKind, int64: Int64Representation | undefined): Int64Representation | undefined {
  return isInt64Kind(kind) ? int64 : undefined;
}

export function int64Type(module: Module, int64: Int64Representation | undefined): string {
  if (int64 === undefined) return 'bigint';
  return int64.name === 'long' ? module.long('types') : int64.name;
}

export function int64Zero(module: Module, kind: ScalarKind, int64: Int64Representation | undefined): string {
  switch (int64?.name) {
    case undefined:
      return '0n';
    case 'string':
      return "'0'";
    case 'number':
      return '0';
    case 'long':
      return `${module.long('values')}.${kind === 'uint64' || kind === 'fixed64' ? 'UZERO' : 'ZERO'}`;
  }
}

/** The condition under which a value without presence is written. */
export function int64NotZero(module: Module, int64: Int64Representation | undefined, local: string): string {
  switch (int64?.name) {
    case undefined:
      return `${local} !== 0n`;
    case 'string':
      return `${local} !== '0'`;
    case 'number':
      return `${local} !== 0`;
    case 'long':
      return `${module.runtime('isNotZero')}(${int64Value(module, int64!)}, ${local})`;
  }
}

/** The representation itself, as the first argument of `readInt64As` and its like. */
export function int64Value(module: Module, int64: Int64Representation): string {
  switch (int64.name) {
    case 'string':
      return module.runtime('int64String');
    case 'number':
      return module.runtime('int64Number');
    case 'long':
      return module.local('int64AsLong');
  }
}

/** What `fileDescriptor` is told, or undefined where it need not be told anything. */
export function int64Argument(module: Module, file: FileDescriptor): string | undefined {
  if (file.int64 === undefined) return undefined;
  return file.int64.name === 'long' ? module.long('values') : quote(file.int64.name);
}

/** Prints the constant that functions of this file refer to where its 64-bit integers are Longs. */
export function printLongs(printer: Printer, module: Module): void {
  if (!module.hasLocal('int64AsLong')) return;
  printer.gap();
  printer.line(`const ${module.local('int64AsLong')} = /* @__PURE__ */ ${module.runtime('int64Long')}(${module.long('values')});`);
}
