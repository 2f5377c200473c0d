export class RpcError extends Error {}
