// The page of an entry: what was changed in its form becomes a further version.
"use strict";
(() => {
  const form = document.querySelector("#change form");
  if (!form) return;
  const named = (key) => form.elements.namedItem(key);
  const fault = form.querySelector(".fault");
  function read() {
    const out = {};
    for (const key of ["item", "parent_item", "deadline", "unit", "basis", "supervision"]) out[key] = named(key).value.trim() || null;
    out.content = named("content").value.split("\n").map((s) => s.trim()).filter(Boolean);
    for (const key of ["domain", "mode", "audience"]) out[key] = named(key).value;
    for (const key of ["level", "channels"]) out[key] = [...form.querySelectorAll(`input[name=${key}]:checked`)].map((b) => b.value);
    return out;
  }
  const before = read();
  function tell(message) { fault.hidden = false; fault.textContent = message; }
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const now = read();
    const changed = {};
    for (const key of Object.keys(now)) if (JSON.stringify(now[key]) !== JSON.stringify(before[key])) changed[key] = now[key];
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": form.dataset.csrf, "X-Request-Name": form.dataset.request };
    try {
      const answer = await fetch(`/entries/${form.dataset.entry}/change?reason=${encodeURIComponent(named("reason").value)}`, { method: "POST", headers, body: JSON.stringify(changed) });
      const content = await answer.json();
      if (answer.status === 401) location.assign("/login");
      else if (answer.ok) location.assign(`/entries/${content.entries.at(-1)}`);
      else tell(content.message || String(answer.status));
    } catch (error) { tell(error.message); }
  });
})();
