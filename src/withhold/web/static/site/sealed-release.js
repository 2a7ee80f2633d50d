// A sealed release and the key that opens it: HPKE (RFC 9180), base mode, single-shot, DHKEM(X25519, HKDF-SHA256),
// HKDF-SHA256, AES-256-GCM, by WebCrypto. The forms are those of withhold.sealing, and as strict: keytext (the key
// file), hpke (the sealed file), binding (its header). Nothing here touches the page or the network.

/** What a person can cure: the message says how. */
export class Told extends Error {}

const MAGIC = "withhold sealed release 1\n";
const BINDING = "withhold-release/1";
const LONGEST = { keyFile: 2048, field: 1024, plaintext: 64 * 1024 };
const ENC = 32;
const TAG = 16;
const KEY_HEADER = "withhold private key, version 1\n";
const KEY_FILE = new RegExp(
  `^${KEY_HEADER}use: ([a-z]+)\nname: ([A-Za-z0-9][A-Za-z0-9._+/@-]{0,119})\nid: ([0-9a-f]{32})\nsecret: ([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)\nchecksum: ([0-9a-f]{64})\n$`,
);
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20); // RFC 8410
const BASE_POINT = Uint8Array.of(9, ...new Array(31).fill(0)); // RFC 7748, section 6.1
const X25519 = { name: "X25519" };

const OFFLINE = "Save the sealed file and open it offline with: withhold open";
const ALTERED = "The sealed release was altered or cut short. Open the file that you saved, offline, with: withhold open. If it does not open either, tell the custodian.";
const DAMAGED = "The private key file was altered or cut short. Restore it from its backup.";

const utf8 = (text) => new TextEncoder().encode(text);
const strictText = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
const hex = (bytes) => Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const same = (bytes, text) => hex(bytes) === hex(utf8(text));

/** Bytes of standard base64. Throws where it is none. */
export function from64(text) {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// RFC 9180, section 4: LabeledExtract and LabeledExpand, the latter for one block of SHA-256.
const NONE = new Uint8Array();
const KEM = joined(utf8("KEM"), Uint8Array.of(0, 0x20));
const SUITE = joined(utf8("HPKE"), Uint8Array.of(0, 0x20, 0, 1, 0, 2));

async function hmac(key, message) {
  // An empty key is zeros to HMAC, and a browser imports no empty one.
  const raw = key.length ? key : new Uint8Array(32);
  const imported = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

const extract = (suite, salt, label, ikm) => hmac(salt, joined(utf8("HPKE-v1"), suite, utf8(label), ikm));

async function expand(suite, prk, label, info, length) {
  const text = joined(Uint8Array.of(0, length), utf8("HPKE-v1"), suite, utf8(label), info, Uint8Array.of(1));
  return (await hmac(prk, text)).slice(0, length);
}

async function exchanged(secret, raw) {
  const theirs = await crypto.subtle.importKey("raw", raw, X25519, true, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ ...X25519, public: theirs }, secret, 256));
}

// Sections 4.1 (Decap), 5.1 (KeySchedule, mode_base) and 5.2 (Open: the first and only message, no further data).
async function decrypted(key, info, box) {
  const enc = box.slice(0, ENC);
  const dh = await exchanged(key.secret, enc); // throws for a point of low order, whose exchange is all zeros
  const shared = await expand(KEM, await extract(KEM, NONE, "eae_prk", dh), "shared_secret", joined(enc, key.raw), 32);
  const hashes = [await extract(SUITE, NONE, "psk_id_hash", NONE), await extract(SUITE, NONE, "info_hash", info)];
  const context = joined(Uint8Array.of(0), ...hashes);
  const secret = await extract(SUITE, shared, "secret", NONE);
  const raw = await expand(SUITE, secret, "key", context, 32);
  const iv = await expand(SUITE, secret, "base_nonce", context, 12);
  const cipher = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["decrypt"]);
  for (const spent of [dh, shared, secret, raw]) spent.fill(0);
  return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, cipher, box.slice(ENC)));
}

async function ableBrowser() {
  try {
    await crypto.subtle.importKey("raw", BASE_POINT, X25519, true, []);
  } catch {
    throw new Told(`This browser cannot open releases: it knows no X25519. ${OFFLINE}`);
  }
}

async function keyOf(file) {
  const text = Array.from(file, (each) => String.fromCharCode(each)).join("");
  if (text.startsWith("withhold-public-key-1")) throw new Told("This is a public key, which opens nothing. Choose your private key file.");
  if (!text.replace("\r", "").startsWith(KEY_HEADER)) throw new Told(`This is not a private key file. Choose the one that withhold key made for you; it starts with the line: ${KEY_HEADER.trim()}`);
  const found = KEY_FILE.exec(text);
  if (!found || found[5] !== hex(await sha256(file.slice(0, text.lastIndexOf("checksum: "))))) throw new Told(DAMAGED);
  const [, use, name, id, secret] = found;
  if (use !== "release") throw new Told(`This key is for another use (${use}). Choose your key for the use: release`);
  return { name, id, ...(await imported(secret, id)) };
}

async function imported(text, id) {
  const pkcs8 = joined(PKCS8, from64(text));
  const secret = await crypto.subtle.importKey("pkcs8", pkcs8, X25519, false, ["deriveBits"]); // no script can read it
  pkcs8.fill(0);
  const raw = await exchanged(secret, BASE_POINT);
  if (hex(await sha256(joined(utf8("withhold key\nrelease\n"), raw))).slice(0, 32) !== id) throw new Told(DAMAGED);
  return { secret, raw };
}

function split(sealed) {
  const start = MAGIC.length + 2;
  if (!same(sealed.slice(0, MAGIC.length), MAGIC)) throw new Told(`This is not a sealed release of a version that this page knows. ${OFFLINE}`);
  const length = sealed[start - 2] * 256 + sealed[start - 1];
  const box = sealed.slice(start + length);
  const whole = box.length >= ENC + TAG && box.length <= ENC + TAG + LONGEST.plaintext;
  if (!whole) throw new Told(ALTERED);
  return [sealed.slice(start, start + length), box];
}

function* fieldsOf(info) {
  for (let at = BINDING.length; at < info.length; ) {
    const length = info[at] * 256 + info[at + 1];
    const field = info.slice(at + 2, at + 2 + length);
    if (!length || length > LONGEST.field || field.length !== length) throw new Told(ALTERED);
    yield field;
    at += 2 + length;
  }
}

function boundTo(info) {
  const fields = same(info.slice(0, BINDING.length), BINDING) ? [...fieldsOf(info)] : [];
  const index = fields.pop();
  if (fields.length !== 7 || index.length !== 8) throw new Told(ALTERED);
  let texts;
  try {
    texts = fields.map(strictText);
  } catch {
    throw new Told(ALTERED);
  }
  if (texts.some((each) => /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/u.test(each))) throw new Told(ALTERED);
  const [request, official, recipientKey, pack, packVersion, packDigest, origin] = texts;
  const entry = String(new DataView(index.buffer).getBigUint64(0));
  return { request, official, recipientKey, pack, packVersion, packDigest, origin, entry };
}

/** Opens `sealed` with the content of a key file, both bytes. Throws Told. */
export async function opened(sealed, keyFile) {
  if (keyFile.length > LONGEST.keyFile) throw new Told("This is not a private key file: it is too long. Choose the one that withhold key made for you.");
  await ableBrowser();
  const key = await keyOf(keyFile);
  const [info, box] = split(sealed);
  const binding = boundTo(info);
  if (binding.recipientKey !== key.id) throw new Told(`This is not the key that the release is sealed to: this key's id is ${key.id}. Choose the key that was accredited when it was released, ${binding.recipientKey}`);
  let plain;
  try {
    plain = await decrypted(key, info, box);
  } catch {
    throw new Told(ALTERED);
  }
  return { plain, binding, key: { name: key.name, id: key.id }, digest: hex(await sha256(sealed)) };
}

/** What the release says, as an object. Throws Told where it is of a form that this page does not know. */
export function contentOf(plain, binding) {
  try {
    const content = JSON.parse(strictText(plain));
    const lines = Object.values(content.address);
    const texts = lines.some(Boolean) && lines.every((each) => each === null || typeof each === "string");
    if (content.v === 1 && content.case === binding.request && texts) return content;
  } catch { /* told below */ }
  throw new Told(`The release opened, and its content is of a form that this page does not know. ${OFFLINE}`);
}
