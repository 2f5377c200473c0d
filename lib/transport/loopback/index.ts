export { Loopback } from './loopback.js';
