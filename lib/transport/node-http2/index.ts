export { nodeHttp2 } from './node-http2.js';
