/** From one request of the conformance runner to its answer. */
import { fromJsonString, fromText, type MessageType, type Registry, toJsonString, toText } from '../../../wire/protobuf/index.js';

type Payload =
  | { case: 'protobufPayload' | 'jspbPayload'; value: Uint8Array }
  | { case: 'jsonPayload' | 'textPayload'; value: string }
  | { case: undefined };

/** What is looked at of `conformance.ConformanceRequest`. */
interface Request {
  readonly payload: Payload;
  readonly messageType: string;
  readonly requestedOutputFormat: number;
  readonly testCategory: number;
  readonly printUnknownFields: boolean;
}

/** `conformance.ConformanceResponse`. */
type Result =
  | { case: 'parseError' | 'serializeError' | 'runtimeError' | 'skipped' | 'jsonPayload' | 'textPayload'; value: string }
  | { case: 'protobufPayload'; value: Uint8Array };

const WireFormat = { PROTOBUF: 1, JSON: 2, TEXT: 4 };
const JSON_IGNORE_UNKNOWN_PARSING_TEST = 3;

type AnyType = MessageType<object, object>;

/** A function from a request's bytes to the answer's. `mergeText`: singular fields may come more than once in a text. */
export function answerTo(registry: Registry, options: { readonly mergeText: boolean }): (request: Uint8Array) => Uint8Array {
  const requestType = typeOf('conformance.ConformanceRequest') as unknown as MessageType<Request>;
  const responseType = typeOf('conformance.ConformanceResponse') as unknown as MessageType<{ result: Result }>;

  function typeOf(name: string): AnyType {
    const type = registry.messageType(name);
    if (type === undefined) throw new Error(`there is no message type ${name}`);
    return type as unknown as AnyType;
  }

  function resultOf(request: Request): Result {
    // The first request of each suite asks which failures are expected: none.
    if (request.messageType === 'conformance.FailureSet') return { case: 'protobufPayload', value: new Uint8Array(0) };
    const type = typeOf(request.messageType);
    let message: object;
    try {
      message = parse(type, request);
    } catch (error) {
      return { case: 'parseError', value: said(error) };
    }
    try {
      return print(type, message, request);
    } catch (error) {
      return { case: 'serializeError', value: said(error) };
    }
  }

  function parse(type: AnyType, { payload, testCategory }: Request): object {
    switch (payload.case) {
      case 'protobufPayload':
        return type.decode(payload.value, { registry });
      case 'jsonPayload':
        return fromJsonString(type, payload.value, { registry, ignoreUnknownFields: testCategory === JSON_IGNORE_UNKNOWN_PARSING_TEST });
      case 'textPayload':
        return fromText(type, payload.value, { registry, merge: options.mergeText });
      default:
        throw new Error(`there is no way to read ${payload.case ?? 'a request without a payload'}`);
    }
  }

  function print(type: AnyType, message: object, { requestedOutputFormat, printUnknownFields }: Request): Result {
    switch (requestedOutputFormat) {
      case WireFormat.PROTOBUF:
        return { case: 'protobufPayload', value: type.encode(message) };
      case WireFormat.JSON:
        return { case: 'jsonPayload', value: toJsonString(type, message, { registry }) };
      case WireFormat.TEXT:
        return { case: 'textPayload', value: toText(type, message, { registry, printUnknownFields }) };
      default:
        throw new Error(`there is no way to write format ${requestedOutputFormat}`);
    }
  }

  return (bytes) => {
    let result: Result;
    try {
      result = resultOf(requestType.decode(bytes));
    } catch (error) {
      result = { case: 'runtimeError', value: said(error) };
    }
    return responseType.encode({ result });
  };
}

function said(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
