"use strict";
(() => {
  // On paper everything is open, and as it was afterwards.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
  });

  const form = document.getElementById("filters");
  if (!form) return;

  const names = ["language", "status", "check"];
  const shown = document.getElementById("shown");
  const filtered = document.getElementById("filtered");
  const fields = Object.fromEntries(names.map((name) => [name, document.getElementById(name)]));
  const items = [...document.querySelectorAll("[data-status]")];
  const apart = document.getElementById("apart");
  const findings = [...document.querySelectorAll(".finding")];
  const rows = items.filter((item) => item.tagName === "TR");

  // The filters stand in the address, so that a filtered page can be sent to someone; a link to a section has no "=" and changes none.
  const read = () => {
    if (location.hash !== "" && !location.hash.includes("=")) return;
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const name of names) {
      fields[name].value = wanted.get(name) ?? "";
      if (fields[name].selectedIndex < 0) fields[name].value = "";
    }
  };
  const write = () => {
    const chosen = names.filter((name) => fields[name].value).map((name) => `${name}=${encodeURIComponent(fields[name].value)}`);
    history.replaceState(null, "", location.href.split("#")[0] + (chosen.length ? `#${chosen.join("&")}` : ""));
  };
  const show = () => {
    const { language, status, check } = Object.fromEntries(names.map((name) => [name, fields[name].value]));
    for (const item of items) {
      const { dataset } = item;
      item.hidden = (language && dataset.language !== language) || (status && dataset.status !== status) || (check && !dataset.check.split(" ").includes(check));
    }
    for (const finding of findings) finding.hidden = check && finding.dataset.code !== check;
    if (apart) apart.hidden = language || status || !apart.querySelector(".finding:not([hidden])");
    const visible = rows.filter((row) => !row.hidden).length;
    // A finding of two suites of one service stands in both sections and is one.
    const seen = findings.filter((one) => !one.closest("[hidden]"));
    const count = (some) => new Set(some.map((one) => one.dataset.place)).size;
    const open = count(seen.filter((one) => !one.classList.contains("suppressed")));
    const suppressed = count(seen.filter((one) => one.classList.contains("suppressed")));
    shown.textContent = `${visible} of ${rows.length} suites, ${open} finding${open === 1 ? "" : "s"}${suppressed ? `, ${suppressed} suppressed` : ""}`;
    document.getElementById("none").hidden = visible > 0;
    for (const name of names) fields[name].classList.toggle("set", fields[name].value !== "");
    // On paper the fields are not there, and a part must not look like the whole.
    const chosen = names.filter((name) => fields[name].value).map((name) => `${name} ${fields[name].value}`);
    filtered.hidden = !chosen.length;
    filtered.textContent = `Only ${chosen.join(", ")}: ${shown.textContent}`;
    settle();
  };

  // The matrix is one stop of the Tab key; the arrow keys, Home and End move in it.
  const grid = document.getElementById("matrix");
  const lines = () => [...grid.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.querySelectorAll("a")]).filter((line) => line.length);
  let current = null;
  const settle = () => {
    const cells = lines();
    if (!current || current.closest("[hidden]")) current = cells[0]?.[0] ?? null;
    for (const cell of cells.flat()) cell.tabIndex = cell === current ? 0 : -1;
  };
  grid.addEventListener("focusin", (event) => {
    current = event.target.closest("a") ?? current;
    settle();
  });
  grid.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.shiftKey) return;
    const cells = lines();
    const y = cells.findIndex((line) => line.includes(event.target));
    if (y < 0) return;
    const x = cells[y].indexOf(event.target);
    const last = cells[y].length - 1;
    const to = {
      ArrowUp: [y - 1, x], ArrowDown: [y + 1, x], ArrowLeft: [y, x - 1], ArrowRight: [y, x + 1],
      Home: [event.ctrlKey ? 0 : y, 0], End: [event.ctrlKey ? cells.length - 1 : y, last],
    }[event.key];
    if (!to || (event.ctrlKey && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    cells[to[0]]?.[to[1]]?.focus();
  });

  form.addEventListener("change", () => { show(); write(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const name of names) fields[name].value = "";
    show();
    write();
  });
  addEventListener("hashchange", () => { read(); show(); });
  form.hidden = false;
  read();
  show();
})();
