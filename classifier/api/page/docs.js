// The API as it describes itself: each route with its parameters, an example and its answers.

import { call } from "./api.js";
import { byId, element as make } from "./dom.js";

const routes = byId("routes");
const status = byId("status");

try {
  for (const address of ["/openapi.json", "/v1/openapi.json"]) {
    show(await call(address));
  }
  status.textContent = "";
} catch (error) {
  status.textContent = `La description de l’API ne se lit pas. ${error.message}`;
}

function show(api) {
  const base = api.servers?.[0]?.url ?? "";
  routes.append(element("h2", api.info.title));
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) routes.append(route(api, base + path, method, operation));
  }
}

function route(api, path, method, operation) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.append(element("code", `${method.toUpperCase()} ${path}`), ` – ${operation.summary ?? ""}`);
  details.append(summary, element("p", operation.description ?? ""));
  for (const one of operation.parameters ?? []) {
    details.append(element("p", `${one.name} (${one.in}) : ${one.description ?? ""} ${JSON.stringify(one.schema)}`));
  }
  for (const [kind, body] of Object.entries(operation.requestBody?.content ?? {})) {
    details.append(element("p", kind), element("pre", example(api, body)));
  }
  const answers = Object.entries(operation.responses).map(([code, one]) => `${code} : ${one.description}`);
  details.append(element("pre", answers.join("\n")));
  return details;
}

function example(api, body) {
  const schema = resolve(api, body.schema ?? {});
  const shown = body.example ?? schema.examples?.[0] ?? schema.properties ?? schema;
  return typeof shown === "string" ? shown : JSON.stringify(shown, null, 2);
}

function resolve(api, schema) {
  return schema.$ref ? schema.$ref.split("/").slice(1).reduce((part, name) => part[name], api) : schema;
}

function element(name, text) {
  // a table or an example that is wider than the page is scrolled by the keyboard too
  return make(name, name === "pre" ? { tabindex: "0" } : {}, text);
}
