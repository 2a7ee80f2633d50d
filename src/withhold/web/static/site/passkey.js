// Forms that a passkey signs. Such a form says where its challenge comes from (data-challenge); what it holds goes there
// first, so that the challenge can cover it. The answer is put into the form, with the terms of the act that was signed,
// and the form is sent as any other.
"use strict";

const TEXT = {
  none: "This browser has no passkeys, or the page was not reached securely. Use a current browser, over HTTPS.",
  stopped: "Nothing was signed: it was canceled, took too long, or this device holds none of your passkeys.",
  taken: "This authenticator holds a passkey of yours already. Use another one.",
  offline: "The server could not be reached. Nothing was sent; try again.",
};

const decoded = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const encoded = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

class Refused extends Error {}

async function asked(url, body) {
  let answer;
  try {
    answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
  } catch {
    throw new Refused(TEXT.offline);
  }
  const kind = answer.headers.get("Content-Type") ?? "";
  if (!kind.startsWith("application/json")) {
    throw new Refused(answer.status === 401 ? await answer.text() : `The server refused this (${answer.status}). Load the page again.`);
  }
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.problem);
  return said;
}

async function signed(options) {
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: decoded(options.challenge),
      rpId: options.domain,
      allowCredentials: options.allowed.map((id) => ({ type: "public-key", id: decoded(id) })),
      userVerification: "required",
    },
  });
  const { clientDataJSON, authenticatorData, signature } = credential.response;
  return {
    credential_id: encoded(credential.rawId),
    client_data: encoded(clientDataJSON),
    authenticator_data: encoded(authenticatorData),
    signature: encoded(signature),
  };
}

async function registered(options) {
  const credential = await navigator.credentials.create({
    publicKey: {
      challenge: decoded(options.challenge),
      rp: { id: options.domain, name: options.custodian },
      user: { id: new TextEncoder().encode(options.person), name: options.person, displayName: options.person },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
      excludeCredentials: options.held.map((id) => ({ type: "public-key", id: decoded(id) })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    },
  });
  const { clientDataJSON, attestationObject } = credential.response;
  return { client_data: encoded(clientDataJSON), attestation: encoded(attestationObject) };
}

// In a demonstration the people's software authenticators are on the server's side, and say so.
async function answered(form, options) {
  if (options.tour) return (await asked(options.tour, new URLSearchParams({
    csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, challenge: options.challenge })));
  if (!navigator.credentials || !window.PublicKeyCredential) throw new Refused(TEXT.none);
  return form.dataset.registers === undefined ? signed(options) : registered(options);
}

function say(form, text) {
  const place = form.querySelector("[data-problem]");
  place.textContent = text;
  place.hidden = !text;
  if (text) place.focus();
}

async function sent(form) {
  say(form, "");
  const buttons = form.querySelectorAll("button");
  buttons.forEach((each) => { each.disabled = true; });
  try {
    const options = await asked(form.dataset.challenge, new URLSearchParams(new FormData(form)));
    form.elements.terms.value = JSON.stringify(options.terms ?? {});
    form.elements.passkey.value = JSON.stringify(await answered(form, options));
    buttons.forEach((each) => { each.disabled = false; });
    form.submit();
  } catch (error) {
    buttons.forEach((each) => { each.disabled = false; });
    if (error instanceof Refused) say(form, error.message);
    else if (error.name === "InvalidStateError") say(form, TEXT.taken);
    else say(form, TEXT.stopped);
  }
}

for (const form of document.querySelectorAll("form[data-challenge]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(form);
  });
}
