// Speaks to the service; every failure becomes a ServiceError whose message an editor can read.

import { askKey, currentKey } from "./key.js";

const PATIENCE = 30_000; // milliseconds; the service itself gives up a request that waits longer

/** What went wrong: `state` is "offline" when the service cannot be reached, else "error"; `status` is HTTP's, or 0. */
export class ServiceError extends Error {
  constructor(message, { state = "error", status = 0, type = "" } = {}) {
    super(message);
    Object.assign(this, { state, status, type });
  }
}

/**
 * Return what the service answers, read as JSON: call("/api/feedback", { json: {…} }).
 *
 * `json` or `form` (a FormData) are sent by POST. A caller that aborts its `signal` gets an AbortError; a service that
 * asks for a key gets one from the editor.
 */
export async function call(path, { json, form, method, signal, timeout = PATIENCE } = {}) {
  const body = json === undefined ? form : JSON.stringify(json);
  const kind = json === undefined ? {} : { "Content-Type": "application/json" };
  for (;;) {
    const key = currentKey();
    const headers = { ...kind, "X-Requested-With": "motscles", ...(key && { "X-API-Key": key }) };
    const response = await send(path, { method: method ?? (body ? "POST" : "GET"), headers, body }, signal, timeout);
    if (response.ok) return response.status === 204 ? null : read(response, signal);
    const problem = await problemOf(response);
    if (response.status !== 401) throw problem;
    // another request may have asked meanwhile
    if (currentKey() === key && !(await askKey(problem.message, Boolean(key)))) throw problem;
  }
}

async function send(path, request, signal, timeout) {
  const limit = AbortSignal.timeout(timeout);
  try {
    return await fetch(path, { ...request, signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  }
}

async function read(response, signal) {
  try {
    return await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw unreachable(error);
  }
}

function unreachable(error) {
  if (error.name === "TimeoutError") {
    return new ServiceError("Le service met trop de temps à répondre. Réessayez.", { state: "offline" });
  }
  if (error instanceof SyntaxError) return new ServiceError("La réponse du service ne se lit pas. Réessayez.");
  return new ServiceError("Le service ne répond pas. Vérifiez qu’il tourne, puis réessayez.", { state: "offline" });
}

async function problemOf(response) {
  let told = {};
  try {
    told = await response.json();
  } catch {
    // a proxy in front may answer by a page of its own
  }
  const message = told.detail ?? `Le service a répondu par une erreur (${response.status}).`;
  return new ServiceError(message, { status: response.status, type: told.type ?? "" });
}
