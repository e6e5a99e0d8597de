// The review page: evidence lights up, decisions by keyboard, drafts kept, conflicts shown field by field.
"use strict";
(() => {
  const data = document.getElementById("data");
  const { document: number, cards } = JSON.parse(data.dataset.json);
  const words = JSON.parse(data.dataset.words);
  const csrf = data.dataset.csrf;
  const canDecide = data.dataset.decide === "yes";
  const byId = new Map(cards.map((c) => [c.id, c]));
  const text = document.getElementById("text");
  const said = document.getElementById("said");
  const list = document.getElementById("cards");
  let current = null; // id of the card that is open
  let seenVersion = JSON.parse(data.dataset.json).version;

  // ---------- text and evidence. Offsets count code points; the browser counts UTF-16 units.
  const units = (s, points) => { let u = 0; for (let i = 0; i < points && u < s.length; i++) u += s.codePointAt(u) > 0xffff ? 2 : 1; return u; };
  const lines = text ? [...text.children].map((p) => ({ p, at: Number(p.dataset.at), text: p.textContent, length: [...p.textContent].length })) : [];
  const clear = () => { for (const l of lines) if (l.p.firstElementChild) l.p.textContent = l.text; };
  function light(spans, now) {
    clear();
    let first = null;
    for (const l of lines) {
      const inside = spans.filter((s) => s.start < l.at + l.length && s.end > l.at)
        .map((s) => [Math.max(s.start - l.at, 0), Math.min(s.end - l.at, l.length), s.now]).sort((a, b) => a[0] - b[0]);
      if (!inside.length) continue;
      l.p.textContent = "";
      let done = 0;
      for (const [from, to, strong] of inside) {
        if (from < done) continue;
        l.p.append(l.text.slice(units(l.text, done), units(l.text, from)));
        const mark = document.createElement("mark");
        mark.textContent = l.text.slice(units(l.text, from), units(l.text, to));
        if (strong) mark.className = "now";
        l.p.append(mark);
        if (!first || (strong && !first.classList.contains("now"))) first = mark;
        done = to;
      }
      l.p.append(l.text.slice(units(l.text, done)));
    }
    if (first && now !== false) first.scrollIntoView({ block: "center", behavior: "instant" });
  }
  function evidence(card, field) {
    const all = Object.entries(card.evidence).flatMap(([name, spans]) => spans.map((s) => ({ ...s, now: name === field })));
    all.sort((a, b) => (b.now ? 1 : 0) - (a.now ? 1 : 0));
    const kept = [];
    for (const s of all) if (!kept.some((k) => s.start < k.end && s.end > k.start)) kept.push(s);
    light(kept, field === undefined || (card.evidence[field] || []).length > 0);
    document.evidenceShown = kept; // for whoever comes later
    document.dispatchEvent(new CustomEvent("evidence", { detail: { spans: kept } }));
  }
  function selected() {
    const chosen = window.getSelection();
    return chosen && text && chosen.rangeCount && text.contains(chosen.anchorNode) ? chosen.toString().replace(/\s+/g, " ").trim() : "";
  }
  let remembered = "";
  document.addEventListener("selectionchange", () => { const s = selected(); if (s) remembered = s; });

  // ---------- talking to the desk
  const name = () => (crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random()).replaceAll("-", "");
  async function send(path, body, method = "POST") {
    const answer = await fetch(path, { method, headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRF-Token": csrf }, body: JSON.stringify(body) });
    let content = {};
    try { content = await answer.json(); } catch { /* an empty answer */ }
    if (answer.status === 401) location.assign("/login");
    return { status: answer.status, content };
  }
  const waiting = () => JSON.parse(localStorage.getItem(`gongkai-${number}`) || "[]");
  const keep = (list) => (list.length ? localStorage.setItem(`gongkai-${number}`, JSON.stringify(list)) : localStorage.removeItem(`gongkai-${number}`));
  const tell = (s) => { said.textContent = s; };

  // ---------- cards. (A form's collection of elements has a method called item, hence namedItem.)
  const named = (made, key) => made.elements.namedItem(key);
  const li = (id) => document.getElementById(`card-${id}`);
  const form = (id) => li(id).querySelector("form");
  function show(id, focus = true) {
    if (current !== null && current !== id) close(current);
    const card = byId.get(id);
    const item = li(id);
    if (!card || !item) return;
    current = id;
    document.querySelectorAll(".entry.current").forEach((e) => e.classList.remove("current"));
    item.classList.add("current");
    item.querySelector(".open-card").setAttribute("aria-expanded", "true");
    if (!form(id)) build(card, item);
    evidence(card);
    item.scrollIntoView({ block: "nearest" });
    if (focus) item.focus({ preventScroll: true });
  }
  function close(id) {
    const item = li(id);
    if (!item) return;
    item.classList.remove("current");
    item.querySelector(".open-card").setAttribute("aria-expanded", "false");
    form(id)?.remove();
    current = current === id ? null : current;
  }
  function build(card, item) {
    const made = document.getElementById("form").content.firstElementChild.cloneNode(true);
    item.append(made);
    fill(made, { ...card.fields, ...(card.draft ? card.draft.fields : {}) });
    for (const part of made.querySelectorAll("[data-field]")) {
      const field = part.dataset.field;
      const source = card.defaults[field];
      const note = part.querySelector("em.default");
      if (note && source) note.textContent = `${words.default}：${source}`;
      part.addEventListener("focusin", () => evidence(card, field));
      part.querySelector(".take")?.addEventListener("mousedown", (e) => e.preventDefault());
      part.querySelector(".take")?.addEventListener("click", () => { if (remembered) { part.querySelector("input, textarea").value = remembered; typed(card.id); } });
    }
    const open = card.state === "open" && canDecide;
    for (const b of made.querySelectorAll("[data-do]")) {
      b.hidden = b.dataset.do === "reopen" ? !(canDecide && ["confirmed", "rejected", "split"].includes(card.state)) : b.dataset.do !== "cancel" && !open;
      b.addEventListener("click", () => act(b.dataset.do, card.id));
    }
    for (const f of made.elements) if (f.name && !open) f.disabled = true;
    faults(made, card.faults || []);
    made.addEventListener("input", () => typed(card.id));
    made.addEventListener("submit", (e) => e.preventDefault());
  }
  function faults(made, list) {
    const place = made.querySelector(".faults");
    place.textContent = "";
    for (const f of list) { const one = document.createElement("li"); one.textContent = f; place.append(one); }
  }
  function fill(made, fields) {
    for (const key of ["item", "parent_item", "deadline", "unit", "basis", "supervision"]) named(made, key).value = fields[key] ?? "";
    named(made, "content").value = (fields.content || []).join("\n");
    for (const key of ["domain", "mode", "audience"]) named(made, key).value = fields[key] ?? "";
    for (const key of ["level", "channels"]) for (const box of made.querySelectorAll(`input[name=${key}]`)) box.checked = (fields[key] || []).includes(box.value);
    const known = [...made.querySelectorAll("input[name=channels]")].map((b) => b.value);
    named(made, "channels_other").value = (fields.channels || []).filter((c) => !known.includes(c)).join("、");
  }
  function read(made) {
    const out = {};
    for (const key of ["item", "parent_item", "deadline", "unit", "basis", "supervision"]) out[key] = named(made, key).value.trim() || null;
    out.content = named(made, "content").value.split("\n").map((s) => s.trim()).filter(Boolean);
    for (const key of ["domain", "mode", "audience"]) out[key] = named(made, key).value || null;
    for (const key of ["level", "channels"]) out[key] = [...made.querySelectorAll(`input[name=${key}]:checked`)].map((b) => b.value);
    out.channels.push(...named(made, "channels_other").value.split("、").map((s) => s.trim()).filter(Boolean));
    return out;
  }
  const differing = (a, b) => Object.keys(a).filter((k) => JSON.stringify(a[k] ?? null) !== JSON.stringify(b[k] ?? null));
  function changedOf(card, fields) {
    const out = {};
    for (const k of differing(fields, card.fields)) out[k] = fields[k];
    return out;
  }

  // ---------- autosave: to the desk, and in this browser while the desk cannot be reached
  const timers = new Map();
  function typed(id) {
    const card = byId.get(id);
    card.draft = { fields: read(form(id)), base: card.version };
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(() => saveDraft(id), 600));
  }
  async function saveDraft(id) {
    const card = byId.get(id);
    if (!card.draft || card.state !== "open") return;
    try {
      const { status } = await send(`/documents/${number}/suggestions/${id}/draft`, card.draft, "PUT");
      if (status === 200) tell(words.saved);
    } catch { localStorage.setItem(`gongkai-draft-${id}`, JSON.stringify(card.draft)); tell(words.offline); }
  }

  // ---------- decisions
  function ask(id, label, value = "") {
    const made = form(id);
    const box = made.querySelector(".ask");
    box.hidden = false;
    box.querySelector("span").textContent = label;
    const area = box.querySelector("textarea");
    area.value = value;
    area.focus();
    return new Promise((done) => {
      const end = (v) => { box.hidden = true; box.querySelector(".yes").onclick = box.querySelector(".no").onclick = area.onkeydown = null; li(id)?.focus(); done(v); };
      box.querySelector(".yes").onclick = () => end(area.value.trim());
      box.querySelector(".no").onclick = () => end(null);
      area.onkeydown = (e) => { if (e.key === "Enter" && e.ctrlKey) end(area.value.trim()); if (e.key === "Escape") end(null); e.stopPropagation(); };
    });
  }
  async function act(what, id) {
    const card = byId.get(id);
    if (what === "cancel") { card.draft = null; return close(id); }
    if (!canDecide) return;
    if (!form(id)) show(id);
    const body = { kind: what, request: name(), suggestion: id, version: card.version };
    if (what === "confirm") body.fields = changedOf(card, read(form(id)));
    if (what === "reject" || what === "reopen") { const reason = await ask(id, words.reason); if (reason === null) return; body.reason = reason; }
    if (what === "split") {
      const start = card.fields.content.length > 1 ? card.fields.content : [card.fields.item];
      const parts = await ask(id, words.split, start.join("\n"));
      if (parts === null) return;
      body.parts = parts.split("\n").map((s) => s.trim()).filter(Boolean).map((item) => ({ item, content: [item] }));
    }
    await carry(body, id);
  }
  async function carry(body, id) {
    let answer;
    try { answer = await send(`/documents/${number}/decide`, body); } catch {
      const rest = waiting().filter((b) => b.suggestion !== body.suggestion || b.suggestion === null);
      keep([...rest, body]);
      return tell(words.offline);
    }
    done(answer, body, id);
  }
  function done({ status, content }, body, id) {
    if (status === 200) {
      for (const c of content.cards) update(c);
      document.getElementById("pending").textContent = content.pending;
      seenVersion = content.version;
      tell("");
      if (["add", "seen"].includes(body.kind)) return location.reload();
      if (id === current || body.kind === "merge") next(1, true);
    } else if (status === 409) conflict(content, id);
    else fault(id, content.message || String(status));
  }
  function fault(id, message) {
    const place = id !== null && form(id)?.querySelector(".fault");
    if (!place) return tell(message);
    place.hidden = false;
    place.textContent = message;
  }
  function conflict(content, id) {
    const card = byId.get(id);
    show(id);
    const made = form(id);
    const mine = read(made);
    for (const key of differing(mine, content.fields)) {
      const part = made.querySelector(`[data-field="${key}"]`);
      if (!part) continue;
      part.classList.add("differs");
      const note = part.querySelector("em.default");
      const theirs = content.fields[key];
      if (note) note.textContent = `${content.person || ""}：${Array.isArray(theirs) ? theirs.join("；") : theirs ?? "—"}`;
    }
    card.version = content.version;
    card.state = content.state;
    fault(id, content.message);
  }
  function update(fresh) {
    const card = byId.get(fresh.id);
    Object.assign(card, fresh, { draft: null });
    localStorage.removeItem(`gongkai-draft-${fresh.id}`);
    const item = li(fresh.id);
    const wasCurrent = current === fresh.id;
    close(fresh.id);
    if (wasCurrent) current = fresh.id;
    item.className = `entry ${fresh.state}${fresh.needs_review ? " doubtful" : ""}`;
    item.querySelector(".item").textContent = fresh.fields.item;
    item.querySelector(".state").textContent = `${words[fresh.state === "split" ? "split_done" : fresh.state]} ${fresh.person || ""}`;
    if (fresh.state !== "open") item.querySelector(".pick")?.remove();
  }
  function next(step, openOnly = false) {
    const ids = [...list.querySelectorAll("[data-id]")].map((e) => Number(e.dataset.id));
    if (!ids.length) return;
    let at = ids.indexOf(current);
    for (let i = 0; i < ids.length; i++) {
      at += step;
      if (at < 0 || at >= ids.length) { if (openOnly && at >= ids.length) { document.getElementById("next-document")?.focus(); } if (openOnly) break; at = (at + ids.length) % ids.length; }
      if (!openOnly || byId.get(ids[at]).state === "open") return show(ids[at]);
    }
    const rest = ids.find((n) => byId.get(n).state === "open");
    if (openOnly && rest !== undefined) return show(rest);
    if (openOnly && current !== null) { close(current); clear(); document.getElementById("next-document")?.focus(); }
  }
  list.addEventListener("click", (e) => {
    const button = e.target.closest(".open-card");
    if (button) { const id = Number(button.closest("[data-id]").dataset.id); if (current === id && form(id)) close(id); else show(id); }
  });
  const picked = () => [...list.querySelectorAll(".pick:checked")].map((b) => Number(b.closest("[data-id]").dataset.id));
  const mergeButton = document.getElementById("merge");
  list.addEventListener("change", (e) => { if (e.target.classList.contains("pick") && mergeButton) mergeButton.disabled = picked().length < 2; });
  mergeButton?.addEventListener("click", () => {
    const [first, ...others] = picked();
    const all = [first, ...others].map((n) => byId.get(n));
    const content = [...new Set(all.flatMap((c) => c.fields.content))];
    carry({ kind: "merge", request: name(), suggestion: first, version: byId.get(first).version, others: others.map((n) => [n, byId.get(n).version]), fields: { content } }, first);
  });
  document.getElementById("seen")?.addEventListener("click", () => carry({ kind: "seen", request: name(), suggestion: null }, null));
  document.getElementById("add")?.addEventListener("click", () => addEntry());
  function addEntry() {
    if (document.getElementById("card-0")) return show(0);
    const item = document.createElement("li");
    item.className = "entry open";
    item.id = "card-0";
    item.dataset.id = "0";
    item.tabIndex = -1;
    item.innerHTML = '<div class="head"><button type="button" class="open-card"><span class="item">＋</span></button><span class="state"></span></div>';
    list.prepend(item);
    byId.set(0, { id: 0, version: 0, state: "open", fields: { item: remembered, content: [], channels: [], level: [], domain: cards[0]?.fields.domain || "open-government", mode: "主动公开", audience: "全社会" }, evidence: {}, defaults: {}, faults: [] });
    show(0);
    const made = form(0);
    for (const b of made.querySelectorAll("[data-do]")) b.hidden = !["confirm", "cancel"].includes(b.dataset.do);
    made.querySelector("[data-do=confirm]").replaceWith(Object.assign(document.createElement("button"), { type: "button", className: "main", textContent: document.getElementById("add").textContent, onclick: () => carry({ kind: "add", request: name(), suggestion: null, fields: read(made) }, 0) }));
    made.querySelector("[data-do=cancel]").addEventListener("click", () => { item.remove(); byId.delete(0); current = null; });
    named(made, "item").focus();
  }

  // ---------- keyboard
  const typing = (e) => e.target.matches("input:not([type=checkbox]), textarea, select");
  document.getElementById("keys")?.addEventListener("click", () => toggleKeys());
  const toggleKeys = () => { const p = document.getElementById("keys-list"); p.hidden = !p.hidden; document.getElementById("keys").setAttribute("aria-expanded", String(!p.hidden)); };
  document.addEventListener("keydown", (e) => {
    if (e.altKey || e.metaKey || e.isComposing) return;
    if (e.key === "Escape" && current !== null) { if (typing(e)) li(current).focus(); else close(current); return e.preventDefault(); }
    if (e.key === "Enter" && e.ctrlKey && current !== null) { e.preventDefault(); return act("confirm", current); }
    if (typing(e) || e.ctrlKey) return;
    const id = current;
    const keys = {
      j: () => next(1), k: () => next(-1), ArrowDown: () => next(1), ArrowUp: () => next(-1), "?": toggleKeys, n: () => document.getElementById("add")?.click(),
      "/": () => location.assign("/#search"),
      e: () => id !== null && form(id) && named(form(id), "item").focus(), x: () => id !== null && act("reject", id), s: () => id !== null && act("split", id),
      z: () => id !== null && act("reopen", id), m: () => { if (id !== null) li(id).querySelector(".pick")?.click(); },
    };
    if (e.key === "Enter" && id !== null && !e.target.matches("button, a, summary")) { e.preventDefault(); return byId.get(id).state === "open" ? act("confirm", id) : next(1, true); }
    const chosen = keys[e.key.length === 1 ? e.key.toLowerCase() : e.key];
    if (chosen) { e.preventDefault(); chosen(); }
  });

  // ---------- who else is here; what was kept while the network was away
  async function beat() {
    try {
      const { status, content } = await send(`/documents/${number}/here`, {});
      if (status !== 200) return;
      document.getElementById("others").textContent = content.others.length ? words.others + content.others.join("、") : "";
      for (const body of waiting()) { const answer = await send(`/documents/${number}/decide`, body); keep(waiting().filter((b) => b.request !== body.request)); done(answer, body, body.suggestion); }
      for (const c of byId.values()) { const kept = localStorage.getItem(`gongkai-draft-${c.id}`); if (kept && c.state === "open") { localStorage.removeItem(`gongkai-draft-${c.id}`); c.draft = JSON.parse(kept); await saveDraft(c.id); } }
    } catch { tell(words.offline); }
  }
  if (canDecide) { beat(); setInterval(beat, 15000); window.addEventListener("online", beat); }

  // ---------- tabs, page pictures
  for (const b of document.querySelectorAll("[data-tab]")) b.addEventListener("click", () => {
    for (const other of document.querySelectorAll("[data-tab]")) { other.setAttribute("aria-pressed", String(other === b)); document.getElementById(other.dataset.tab).hidden = other !== b; }
    localStorage.setItem("gongkai-tab", b.dataset.tab);
    document.dispatchEvent(new CustomEvent("tab", { detail: { name: b.dataset.tab } }));
  });
  const asked = /^#card-(\d+)$/.exec(location.hash);
  const start = asked ? Number(asked[1]) : cards.find((c) => c.state === "open")?.id;
  if (start !== undefined && byId.has(start)) show(start);
})();
