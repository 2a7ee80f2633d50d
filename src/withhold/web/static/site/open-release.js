// Opens a sealed release in the named official's own browser. The key file is read here and goes nowhere: nothing is
// asked of any server, no key can be read out of the browser once it is in, and the page keeps neither file nor bytes.
import { Told, contentOf, from64, opened } from "./sealed-release.js";

const ADDRESS = { line1: "Address", line2: "Address, second line", city: "City", state: "State", zip: "ZIP code" };
const UNKNOWN = "This could not be opened here. Save the sealed file and open it offline with: withhold open";

function element(name, text = "", className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function list(pairs) {
  const made = element("dl", "", "site-wide");
  for (const [name, value] of pairs) {
    const said = element("dd", String(value));
    said.dir = "auto"; // and so apart from the text around it
    made.append(element("dt", name), said);
  }
  return made;
}

function address(content) {
  const given = Object.entries(content.address).filter(([, value]) => value);
  const known = Object.keys(ADDRESS);
  given.sort(([one], [other]) => known.indexOf(one) - known.indexOf(other));
  return list(given.map(([name, value]) => [ADDRESS[name] ?? name, value]));
}

function bound({ binding, key, digest }) {
  return list([
    ["Request", binding.request],
    ["Named official", binding.official],
    ["Rule pack", `${binding.pack} ${binding.packVersion}`],
    ["Digest of the rule pack", binding.packDigest],
    ["Ledger", binding.origin],
    ["Entry of the ledger", binding.entry],
    ["Your key", `${key.name}, ${key.id}`],
    ["SHA-256 of the sealed file", digest],
  ]);
}

function release(found) {
  const content = contentOf(found.plain, found.binding);
  const shown = [element("h3", "The address"), address(content)];
  if (content.demonstration) shown.push(element("p", "Demonstration: nobody real lives there."));
  shown.push(list([["Your reference", content.request_ref], ["Notice", content.notice]].filter(([, value]) => value)));
  return [...shown, element("h3", "What it is bound to"), bound(found)];
}

function problem(text) {
  // Without the icon: its file would be asked for now, and tell the server that a key did not open the release.
  const alert = element("div", "", "usa-alert usa-alert--error usa-alert--no-icon");
  const body = element("div", "", "usa-alert__body");
  body.append(element("p", text, "usa-alert__text"));
  alert.append(body);
  return [alert];
}

async function answer(section, file) {
  const bytes = new Uint8Array(await file.slice(0, 4096).arrayBuffer());
  try {
    return release(await opened(from64(section.dataset.sealed), bytes));
  } catch (error) {
    return problem(error instanceof Told ? error.message : UNKNOWN);
  } finally {
    bytes.fill(0);
  }
}

function save(section) {
  const blob = new Blob([from64(section.dataset.sealed)], { type: "application/octet-stream" });
  const link = element("a");
  link.href = URL.createObjectURL(blob);
  link.download = section.dataset.filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const section = document.getElementById("open-release");
if (section) {
  const place = document.getElementById("opened");
  const input = document.getElementById("open-key");
  let latest = 0;
  input.addEventListener("change", async () => {
    const [file] = input.files;
    if (!file) return;
    latest += 1;
    const turn = latest;
    place.replaceChildren();
    const shown = await answer(section, file).catch(() => problem("The key file could not be read. Choose it again."));
    if (turn !== latest) return; // another file was chosen meanwhile
    place.replaceChildren(...shown);
    input.value = "";
  });
  document.getElementById("save-sealed").addEventListener("click", () => save(section));
  // A page that is gone back to does not show the address of a session that may be over.
  addEventListener("pagehide", () => place.replaceChildren());
}
