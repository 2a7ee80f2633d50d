// Opens a sealed release in the named official's own browser: HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256),
// HKDF-SHA256, AES-256-GCM, by WebCrypto. The key file is read here and goes nowhere: nothing is asked of any server.
// The forms are those of withhold.sealing: keytext (the key file), hpke (the sealed file), binding (its header).
"use strict";

const MAGIC = "withhold sealed release 1\n";
const BINDING = "withhold-release/1";
const FIELDS = ["Request", "Named official", "Recipient key", "Rule pack", "Pack version", "Pack digest", "Ledger"];
const KEY_FILE = /^withhold private key, version 1\nuse: (\S+)\nname: (\S+)\nid: ([0-9a-f]{32})\nsecret: (\S+)\nchecksum: ([0-9a-f]{64})\n$/;
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20); // RFC 8410
const ENC = 32;
const TAG = 16;

class Told extends Error {}

const utf8 = (text) => new TextEncoder().encode(text);
const from64 = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
const hex = (bytes) => [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, "0")).join("");
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

async function hmac(key, message) {
  // An empty key is 32 zero bytes to HMAC, and the browser takes no empty one.
  const imported = await crypto.subtle.importKey("raw", key.length ? key : new Uint8Array(32), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

const KEM = joined(utf8("KEM"), Uint8Array.of(0, 0x20));
const SUITE = joined(utf8("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));
const extract = (suite, salt, label, ikm) => hmac(salt, joined(utf8("HPKE-v1"), suite, utf8(label), ikm));
const expand = async (suite, prk, label, info, length) =>
  (await hmac(prk, joined(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), info, Uint8Array.of(1)))).slice(0, length);

// RFC 9180, sections 4.1 (Decap), 5.1 (KeySchedule) and 5.2 (Open, the first and only message).
async function opened(key, info, box) {
  const enc = box.slice(0, ENC);
  const theirs = await crypto.subtle.importKey("raw", enc, { name: "X25519" }, false, []);
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: "X25519", public: theirs }, key.secret, 256));
  const shared = await expand(KEM, await extract(KEM, new Uint8Array(), "eae_prk", dh), "shared_secret", joined(enc, key.raw), 32);
  const none = new Uint8Array();
  const context = joined(Uint8Array.of(0), await extract(SUITE, none, "psk_id_hash", none), await extract(SUITE, none, "info_hash", info));
  const secret = await extract(SUITE, shared, "secret", none);
  const raw = await expand(SUITE, secret, "key", context, 32);
  const iv = await expand(SUITE, secret, "base_nonce", context, 12);
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, cipher, box.slice(ENC)));
}

async function keyOf(text) {
  if (text.startsWith("withhold-public-key-1")) throw new Told("This is a public key. Choose the private key file.");
  const found = KEY_FILE.exec(text);
  if (!found) throw new Told("This is not a private key file, or it was altered or cut short. Choose the file that withhold key made, or restore it from its backup.");
  const [, use, name, id, secret, checksum] = found;
  const lines = text.slice(0, text.indexOf("checksum: "));
  if (hex(await sha256(utf8(lines))) !== checksum) throw new Told("The key file was altered or cut short. Restore it from its backup.");
  if (use !== "release") throw new Told(`This key is for another use (${use}). Choose your release key.`);
  let imported;
  try {
    imported = await crypto.subtle.importKey("pkcs8", joined(PKCS8, from64(secret)), { name: "X25519" }, true, ["deriveBits"]);
  } catch (error) {
    if (error.name === "NotSupportedError") throw new Told("This browser cannot open releases. Save the sealed file and open it with: withhold open.");
    throw new Told("The key file holds no key of this kind. Restore it from its backup.");
  }
  const raw = from64((await crypto.subtle.exportKey("jwk", imported)).x.replace(/-/g, "+").replace(/_/g, "/"));
  const derived = hex(await sha256(joined(utf8("withhold key\nrelease\n"), raw))).slice(0, 32);
  if (derived !== id) throw new Told("The key file's id is not its key's. Restore it from its backup.");
  return { name, id, raw, secret: imported };
}

function parts(info) {
  const label = utf8(BINDING);
  if (hex(info.slice(0, label.length)) !== hex(label)) throw new Told("The header of the sealed release is damaged.");
  const found = [];
  for (let at = label.length; at < info.length; ) {
    const length = info[at] * 256 + info[at + 1];
    found.push(info.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  if (found.length !== FIELDS.length + 1) throw new Told("The header of the sealed release is damaged.");
  const texts = found.slice(0, -1).map((each) => new TextDecoder("utf-8", { fatal: true }).decode(each));
  return { texts, index: new DataView(found.at(-1).buffer).getBigUint64(0) };
}

function split(sealed) {
  const start = MAGIC.length + 2;
  if (new TextDecoder().decode(sealed.slice(0, MAGIC.length)) !== MAGIC) throw new Told("This is not a sealed release of this version.");
  const length = sealed[MAGIC.length] * 256 + sealed[MAGIC.length + 1];
  const box = sealed.slice(start + length);
  if (box.length < ENC + TAG) throw new Told("The sealed release is cut short.");
  return [sealed.slice(start, start + length), box];
}

function list(pairs) {
  const made = document.createElement("dl");
  for (const [name, value] of pairs) {
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = name;
    said.textContent = value;
    made.append(term, said);
  }
  return made;
}

function heading(text) {
  const made = document.createElement("h3");
  made.textContent = text;
  return made;
}

async function show(place, sealed, file) {
  if (file.size > 2048) throw new Told("This is not a private key file: it is too long.");
  const key = await keyOf(await file.text());
  const [info, box] = split(sealed);
  const { texts, index } = parts(info);
  if (texts[2] !== key.id) throw new Told(`This release is sealed to the key ${texts[2]}, and this is the key ${key.id}. Choose the key that was accredited when it was released.`);
  let plain;
  try {
    plain = await opened(key, info, box);
  } catch {
    throw new Told("The sealed release was altered after it was sealed.");
  }
  const content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(plain));
  const address = Object.entries(content.address).filter(([, value]) => value);
  place.replaceChildren(
    heading("The address"),
    list(address),
    heading("What it is bound to"),
    list([["Reference", content.request_ref], ["Notice", content.notice], ...FIELDS.map((name, at) => [name, texts[at]]), ["Entry of the ledger", String(index)]]),
  );
}

const section = document.getElementById("open-release");
const place = document.getElementById("opened");
const sealed = from64(section.dataset.sealed);

document.getElementById("open-key").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  try {
    await show(place, sealed, file);
  } catch (error) {
    place.textContent = error instanceof Told ? error.message : "This could not be opened. Save the sealed file and open it with: withhold open.";
  }
  event.target.value = ""; // the page keeps nothing of the key
});

document.getElementById("save-sealed").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([sealed], { type: "application/octet-stream" }));
  link.download = section.dataset.filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
