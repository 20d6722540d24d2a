// Speaks to the service; every failure becomes an Error whose message an editor can read.

export async function suggest(article) {
  const response = await send("/api/suggest", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(article),
  });
  return response.json();
}

export async function modelInService() {
  const response = await send("/ready");
  return (await response.json()).model;
}

async function send(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error("Le service ne répond pas. Vérifiez qu’il tourne, puis réessayez.");
  }
  if (!response.ok) throw new Error(await detailOf(response));
  return response;
}

async function detailOf(response) {
  try {
    return (await response.json()).detail;
  } catch {
    return `Le service a répondu par une erreur (${response.status}).`;
  }
}
