// Shows what each element says of the request as it is typed.
"use strict";

const form = document.getElementById("request");
const said = document.getElementById("elements-said");
let waiting = null;
let asked = 0;

async function check() {
  asked += 1;
  const mine = asked;
  let answer;
  try {
    answer = await fetch(form.dataset.check, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" } });
  } catch {
    said.textContent = "The server could not be reached; what is said below may be out of date.";
    return;
  }
  if (mine !== asked) return;
  if (answer.status === 401) {
    said.textContent = await answer.text();
    return;
  }
  const content = await answer.json();
  const problem = form.querySelector("[data-problem]");
  problem.hidden = answer.ok;
  if (!answer.ok) {
    problem.textContent = content.problem;
    return;
  }
  let short = 0;
  for (const line of form.querySelectorAll("[data-element]")) {
    const found = content.elements[line.dataset.element];
    if (!found.met) short += 1;
    line.dataset.met = found.met ? "yes" : "no";
    const text = found.met ? "Met." : found.cure;
    const place = line.querySelector("[data-said]");
    if (place.textContent !== text) place.textContent = text;
  }
  const notes = form.querySelector("[data-notes]");
  notes.hidden = !content.notes.length;
  notes.querySelector("ul").replaceChildren(...content.notes.map((text) => {
    const line = document.createElement("li");
    line.textContent = text;
    return line;
  }));
  said.textContent = short ? `${short} of the elements fall short.` : content.notes.length ? "Every element is met. Read the notes for the reviewers above. Two people will decide." : "Every element is met. Two people will decide.";
}

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, 400);
});
