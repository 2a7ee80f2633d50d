// On a phone a table's rows stand as lists: each cell then says which column it is of.
"use strict";

for (const table of document.querySelectorAll("table.site-stacked")) {
  const heads = [...table.querySelectorAll("thead th")].map((each) => each.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.children].forEach((cell, place) => {
      if (heads[place]) cell.dataset.label = heads[place];
    });
  }
}
