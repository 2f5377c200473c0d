/** Each thing that an observer is told of a call, with what it throws kept from the call. */
import type { Metadata } from '../../wire/grpc/metadata.js';
import { type ObservedAttempt, type ObservedCall, type Observer, observerReturned, observerThrew } from '../rpc/observer.js';
import type { Status } from '../rpc/status.js';

export function observeCallStart(observer: Observer, call: ObservedCall): void {
  try {
    observerReturned(observer.onCallStart?.(call));
  } catch (error) {
    observerThrew(error);
  }
}

export function observeCallEnd(observer: Observer, call: ObservedCall, status: Status): void {
  try {
    observerReturned(observer.onCallEnd?.(call, status));
  } catch (error) {
    observerThrew(error);
  }
}

export function observeAttemptStart(observer: Observer, call: ObservedCall, attempt: ObservedAttempt): void {
  try {
    observerReturned(observer.onAttemptStart?.(call, attempt));
  } catch (error) {
    observerThrew(error);
  }
}

export function observeAttemptHeaders(observer: Observer, call: ObservedCall, attempt: ObservedAttempt, headers: Metadata): void {
  try {
    observerReturned(observer.onAttemptHeaders?.(call, attempt, headers));
  } catch (error) {
    observerThrew(error);
  }
}

export function observeAttemptEnd(observer: Observer, call: ObservedCall, attempt: ObservedAttempt, status: Status): void {
  try {
    observerReturned(observer.onAttemptEnd?.(call, attempt, status));
  } catch (error) {
    observerThrew(error);
  }
}
