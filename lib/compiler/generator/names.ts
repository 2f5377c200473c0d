import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  ServiceDescriptor,
} from '../../../wire/protobuf/descriptor.js';
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
  extension(extension: FieldDescriptor): string;
}

const cache = new WeakMap<FileDescriptor, FileNames>();

/** The exported names of `file`: types keep theirs in source order, Init interfaces come after all of them, extensions last. */
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
  const extensions = new Map<FieldDescriptor, string>();
  for (const { extension, parent } of declaredExtensions(file)) {
    // A name of digits, of an extension called `_0`, is no variable's.
    const name = parent === undefined ? extension.localName.replace(/^(?=[0-9])/, '_') : `${plainName(parent)}_${extension.localName}`;
    extensions.set(extension, scope.take(name));
  }

  const result: FileNames = {
    scope,
    message: (message) => names.get(message)!,
    init: (message) => inits.get(message)!,
    enum: (type) => names.get(type)!,
    service: (service) => names.get(service)!,
    extension: (extension) => extensions.get(extension)!,
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
  for (const { extension } of declaredExtensions(file)) checkedIdentifier(extension.name);
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

interface DeclaredExtension {
  readonly extension: FieldDescriptor;
  /** The message it is declared in. */
  readonly parent: MessageDescriptor | undefined;
}

function declaredExtensions(file: FileDescriptor): DeclaredExtension[] {
  const nested = allMessages(file).flatMap((parent) => parent.extensions.map((extension) => ({ extension, parent })));
  return [...file.extensions.map((extension) => ({ extension, parent: undefined })), ...nested];
}

/** Every extension the file declares: the top-level ones, then those inside messages. */
export function allExtensions(file: FileDescriptor): FieldDescriptor[] {
  return declaredExtensions(file).map(({ extension }) => extension);
}

/** Where an extension is declared: the indexes that lead to its message, if it is in one, and its own there. */
export function extensionPlace(file: FileDescriptor, extension: FieldDescriptor): { parent: number[] | undefined; index: number } {
  const { parent } = declaredExtensions(file).find((one) => one.extension === extension)!;
  const index = (parent?.extensions ?? file.extensions).indexOf(extension);
  return { parent: parent && indexPath(parent), index };
}

/** The indexes that lead to a declaration, as `file.message(0, 1)` takes them. */
export function indexPath(message: MessageDescriptor): number[] {
  if (message.parent === undefined) return [message.file.messages.indexOf(message)];
  return [...indexPath(message.parent), message.parent.messages.indexOf(message)];
}
