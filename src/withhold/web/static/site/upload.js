// Sends a file in parts, each where the server says the file ends now; and shows how far taking it in has got.
"use strict";

const bar = document.getElementById("progress");
const said = document.getElementById("progress-said");
const pause = (seconds) => new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
const MOST_TRIES = 8;

function show(done, total, text) {
  if (total) {
    bar.max = total;
    bar.value = done;
  } else bar.removeAttribute("value");
  said.textContent = text;
}

async function told(answer) {
  if (answer.status === 401) throw new Error(await answer.text());
  const content = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(content.problem), { status: answer.status });
  return content;
}

const asJson = { Accept: "application/json" };

async function begun(form, token, file) {
  if (form.dataset.resume) return form.dataset.resume;
  const kept = sessionStorage.getItem(`upload ${file.name} ${file.size} ${file.lastModified}`);
  if (kept && (await fetch(`${kept}/state`, { headers: asJson })).ok) return kept;
  const suffix = `.${file.name.split(".").pop().toLowerCase()}`;
  const body = new URLSearchParams({ csrfmiddlewaretoken: token, suffix, size: file.size });
  const { upload } = await told(await fetch(form.dataset.begin, { method: "POST", body, headers: asJson }));
  sessionStorage.setItem(`upload ${file.name} ${file.size} ${file.lastModified}`, upload);
  return upload;
}

async function sent(upload, token, file) {
  let state = await told(await fetch(`${upload}/state`, { headers: asJson }));
  if (state.size !== file.size) throw new Error("This is another file: its size differs from the one that was begun.");
  for (let tries = 0; state.state === "receiving"; ) {
    const body = file.slice(state.received, state.received + state.part);
    const headers = { ...asJson, "X-CSRFToken": token, "Upload-Offset": state.received, "Content-Type": "application/octet-stream" };
    try {
      state = await told(await fetch(`${upload}/parts`, { method: "POST", body, headers }));
      tries = 0;
    } catch (error) {
      tries += 1;
      if (tries > MOST_TRIES || error.status === 404) throw error;
      said.textContent = "The connection dropped; trying again.";
      await pause(Math.min(2 ** tries / 4, 15));
      try { state = await told(await fetch(`${upload}/state`, { headers: asJson })); } catch { /* and again */ }
    }
    show(state.received, state.size, `${Math.floor((100 * state.received) / state.size)} %`);
  }
}

const form = document.getElementById("upload");
if (form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-problem]");
    const button = form.querySelector("button");
    const [file] = document.getElementById("file").files;
    const token = form.elements.csrfmiddlewaretoken.value;
    problem.hidden = true;
    button.disabled = true;
    try {
      const upload = await begun(form, token, file);
      await sent(upload, token, file);
      location.assign(upload);
    } catch (error) {
      problem.textContent = error.message || "The server could not be reached. Send the same file again: it goes on where it stopped.";
      problem.hidden = false;
      problem.focus();
      button.disabled = false;
    }
  });
}

const watch = document.getElementById("watch");
if (watch) {
  (async () => {
    for (;;) {
      await pause(1);
      try {
        const state = await told(await fetch(watch.dataset.state, { headers: asJson }));
        if (state.state !== "signed") return location.reload();
        if (state.stage) show(state.done, state.total, state.total ? `${state.stage}: ${state.done.toLocaleString()} of ${state.total.toLocaleString()}` : state.stage);
        else said.textContent = state.before ? `${state.before} before this one` : "waiting for the worker";
      } catch { said.textContent = "The server could not be reached; trying again."; }
    }
  })();
}
