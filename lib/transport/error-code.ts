export { ErrorCode, errorCodeName } from '../../wire/http2/error-code.js';
