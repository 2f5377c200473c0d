import type { EnumDescriptor, FileDescriptor, MessageDescriptor, ServiceDescriptor } from '../../../wire/protobuf/descriptor.js';
import { checkedIdentifier } from './literals.js';
import { Scope } from './scope.js';

/** The descriptor every generated file exports beside its types; a schema cannot declare this name. */
export const FILE_EXPORT = 'file$';

/** What a generated file exports. The same for the file itself and for whoever imports it. */
export interface FileNames {
  /** Every exported name, so that nothing else takes it. */
  readonly scope: Scope;
  /** The message's interface and constant. */
  message(message: MessageDescriptor): string;
  /** The message's Init interface. */
  init(message: MessageDescriptor): string;
  enum(type: EnumDescriptor): string;
  service(service: ServiceDescriptor): string;
}

const cache = new WeakMap<FileDescriptor, FileNames>();

/** The exported names of `file`: types keep theirs in source order, Init interfaces come after all of them. */
export function fileNames(file: FileDescriptor): FileNames {
  const known = cache.get(file);
  if (known !== undefined) return known;

  const scope = new Scope();
  scope.reserve([FILE_EXPORT]);
  const names = new Map<MessageDescriptor | EnumDescriptor | ServiceDescriptor, string>();
  const inits = new Map<MessageDescriptor, string>();
  for (const declaration of [...allMessages(file), ...allEnums(file), ...file.services]) {
    names.set(declaration, scope.takeType(plainName(declaration)));
  }
  for (const message of allMessages(file)) inits.set(message, scope.take(`${names.get(message)!}Init`));

  const result: FileNames = {
    scope,
    message: (message) => names.get(message)!,
    init: (message) => inits.get(message)!,
    enum: (type) => names.get(type)!,
    service: (service) => names.get(service)!,
  };
  cache.set(file, result);
  return result;
}

/**
 * Throws a `GeneratorError` where a name is no identifier. The compiler lets none through; a descriptor that came from somewhere
 * else may hold anything, and names are printed as they are.
 */
export function checkNames(file: FileDescriptor): void {
  const visit = (messages: readonly MessageDescriptor[]): void => {
    for (const message of messages) {
      // The entry behind `map<…> _1` is called `1Entry`, and is printed nowhere.
      if (message.isMapEntry) continue;
      for (const element of [message, ...message.fields, ...message.oneofs]) checkedIdentifier(element.name);
      visit(message.messages);
    }
  };
  visit(file.messages);
  for (const type of allEnums(file)) for (const element of [type, ...type.values]) checkedIdentifier(element.name);
  for (const service of file.services) for (const element of [service, ...service.methods]) checkedIdentifier(element.name);
}

/** `Order`, and `Order_Line` for what is declared inside it. */
function plainName(declaration: MessageDescriptor | EnumDescriptor | ServiceDescriptor): string {
  const parent = declaration.kind === 'service' ? undefined : declaration.parent;
  return parent === undefined ? declaration.name : `${plainName(parent)}_${declaration.name}`;
}

/** Every message of the file in source order, each before those inside it; the entries behind maps are not among them. */
export function allMessages(file: FileDescriptor): MessageDescriptor[] {
  const found: MessageDescriptor[] = [];
  const visit = (messages: readonly MessageDescriptor[]): void => {
    for (const message of messages) {
      if (message.isMapEntry) continue;
      found.push(message);
      visit(message.messages);
    }
  };
  visit(file.messages);
  return found;
}

/** Every enum of the file: the top-level ones, then those inside messages. */
export function allEnums(file: FileDescriptor): EnumDescriptor[] {
  return [...file.enums, ...allMessages(file).flatMap((message) => message.enums)];
}

/** The indexes that lead to a declaration, as `file.message(0, 1)` takes them. */
export function indexPath(message: MessageDescriptor): number[] {
  if (message.parent === undefined) return [message.file.messages.indexOf(message)];
  return [...indexPath(message.parent), message.parent.messages.indexOf(message)];
}
