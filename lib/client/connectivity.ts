/**
 * Where a channel or a subchannel stands (gRPC Connectivity Semantics and API).
 *
 *            a call, connect()                  connected, SETTINGS received
 *   ┌──────┐ ───────────────▶ ┌────────────┐ ───────────────────────────────▶ ┌───────┐
 *   │ IDLE │                  │ CONNECTING │                                   │ READY │
 *   └──────┘ ◀─────────────── └────────────┘                                   └───────┘
 *     ▲  ▲    nothing to do        │ ▲                                             │
 *     │  │                   every │ │ subchannel: backoff is over                 │
 *     │  │        address failed   ▼ │ (a channel stays in TRANSIENT_FAILURE       │
 *     │  │                   ┌───────────────────┐   until READY: gRFC A62)        │
 *     │  └─ idle timeout ─── │ TRANSIENT_FAILURE │ ───────────▶ READY              │
 *     │                      └───────────────────┘                                 │
 *     └──────────── connection lost, GOAWAY, idle timeout ─────────────────────────┘
 *
 *   any ── close() ──▶ SHUTDOWN, which is never left
 */
export type ConnectivityState = 'IDLE' | 'CONNECTING' | 'READY' | 'TRANSIENT_FAILURE' | 'SHUTDOWN';
