// Counts the log's entries by day and kind in this browser, and folds them to the root that the checkpoint commits to.
// The layout is C2SP tlog-tiles; the tree is that of RFC 9162, section 2.1. Nothing is asked but the log's own files.
"use strict";

const WIDTH = 256;
const DAY = 86400000;

async function bytes(path) {
  const answer = await fetch(path, { credentials: "omit" });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function tilePath(index, width) {
  let text = String(index % 1000).padStart(3, "0");
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    text = `x${String(rest % 1000).padStart(3, "0")}/${text}`;
  }
  return `tile/entries/${text}${width === WIDTH ? "" : `.p/${width}`}`;
}

function* entriesOf(bundle) {
  for (let at = 0; at < bundle.length; ) {
    const length = bundle[at] * 256 + bundle[at + 1];
    yield bundle.subarray(at + 2, at + 2 + length);
    at += 2 + length;
  }
}

async function hashed(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

// Merges complete subtrees of equal size as leaves come: what is left are the peaks, largest first.
async function pushed(peaks, leaf) {
  let node = { size: 1, hash: leaf };
  while (peaks.length && peaks[peaks.length - 1].size === node.size) {
    const left = peaks.pop();
    node = { size: 2 * left.size, hash: await hashed(Uint8Array.of(1), left.hash, node.hash) };
  }
  peaks.push(node);
}

async function rootOf(peaks) {
  let root = peaks[peaks.length - 1].hash;
  for (let at = peaks.length - 2; at >= 0; at -= 1) root = await hashed(Uint8Array.of(1), peaks[at].hash, root);
  return root;
}

function row(cells) {
  const line = document.createElement("tr");
  cells.forEach((text, place) => {
    const cell = document.createElement("td");
    cell.textContent = text;
    if (place === cells.length - 1) cell.className = "site-number";
    line.append(cell);
  });
  return line;
}

async function count(log, names, say) {
  const checkpoint = new TextDecoder().decode(await bytes(`${log}checkpoint`)).split("\n");
  const size = Number(checkpoint[1]);
  const counts = new Map();
  const peaks = [];
  for (let start = 0; start < size; start += WIDTH) {
    const width = Math.min(WIDTH, size - start);
    for (const entry of entriesOf(await bytes(log + tilePath(start / WIDTH, width)))) {
      const day = new DataView(entry.buffer, entry.byteOffset + 2, 4).getUint32(0);
      const key = `${day} ${entry[1]}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
      await pushed(peaks, await hashed(Uint8Array.of(0), entry));
    }
    say(`${Math.min(start + WIDTH, size).toLocaleString()} / ${size.toLocaleString()}`);
  }
  const root = btoa(String.fromCharCode(...(size ? await rootOf(peaks) : await hashed())));
  const rows = [...counts].map(([key, number]) => [...key.split(" ").map(Number), number]);
  rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    size,
    agrees: root === checkpoint[2],
    rows: rows.map(([day, kind, number]) => [
      new Date(day * DAY).toISOString().slice(0, 10),
      names[kind] ?? String(kind),
      number.toLocaleString(),
    ]),
  };
}

document.addEventListener("DOMContentLoaded", () => {
  const page = document.getElementById("counts");
  const status = document.getElementById("counts-status");
  const names = JSON.parse(document.getElementById("kinds").textContent);
  document.getElementById("counts-start").addEventListener("click", async () => {
    try {
      const found = await count(page.dataset.log, names, (text) => { status.textContent = text; });
      page.querySelector("tbody").replaceChildren(...found.rows.map(row));
      status.textContent = page.dataset[found.agrees ? "agrees" : "differs"].replace("#", found.size.toLocaleString());
    } catch (error) {
      status.textContent = `${page.dataset.failed} ${error.message}`;
    }
  });
});
