// Pages as pictures: each is asked for when it comes into view; the words of the evidence are framed where they stand.
"use strict";
(() => {
  const holder = document.getElementById("pictures");
  if (!holder) return;
  const data = document.getElementById("data");
  const number = JSON.parse(data.dataset.json).document;
  const words = JSON.parse(data.dataset.words);
  const whole = [...document.querySelectorAll("#text p")].map((p) => p.textContent).join("\n");
  const points = [...whole];
  const figures = [...holder.querySelectorAll("figure")];
  const places = new Map(); // page -> {text, boxes}
  const asked = new Map();
  let spans = document.evidenceShown || [];
  let scrolled = true; // whether the page has been moved to this evidence
  const bare = (s) => s.replace(/[\s\u3000]+/g, "");
  const AROUND = 14; // characters before and behind the words by which one place is told from another

  async function ask(figure) {
    const page = Number(figure.dataset.page);
    if (asked.has(page)) return asked.get(page);
    const done = load(figure, page);
    asked.set(page, done);
    return done;
  }
  async function load(figure, page) {
    try {
      const answer = await fetch(`/documents/${number}/pages/${page}/places`, { headers: { Accept: "application/json" } });
      const found = await answer.json();
      if (!answer.ok || found.fault !== undefined) return told(figure, found.fault || found.message || String(answer.status));
      const img = document.createElement("img");
      img.alt = words.page.replace("{n}", page);
      img.src = `/documents/${number}/pages/${page}`;
      figure.prepend(img);
      await img.decode().catch(() => {});
      if (found.text) places.set(page, found);
      else read(figure, page);
      frame();
    } catch (error) { asked.delete(page); told(figure, error.message); }
  }
  async function read(figure, page) { // a scan: its words are recognised anew, which takes seconds
    const answer = await fetch(`/documents/${number}/pages/${page}/places?read=true`, { headers: { Accept: "application/json" } });
    const found = answer.ok ? await answer.json() : {};
    if (found.text) { places.set(page, found); frame(); }
  }
  function told(figure, reason) {
    const said = figure.querySelector(".fault") || figure.appendChild(Object.assign(document.createElement("p"), { className: "fault" }));
    said.textContent = words.not_shown.replace("{reason}", reason);
  }

  // Where on a page the words of a span stand: of several places, the one whose neighbours are those of the text.
  function find(text, span) {
    const quote = bare(span.quote);
    if (!quote) return null;
    const before = [...bare(points.slice(Math.max(0, span.start - 2 * AROUND), span.start).join(""))].slice(-AROUND).reverse();
    const behind = [...bare(points.slice(span.end, span.end + 2 * AROUND).join(""))].slice(0, AROUND);
    let best = null;
    for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
      let alike = 0;
      while (alike < before.length && text[at - 1 - alike] === before[alike]) alike += 1;
      let more = 0;
      while (more < behind.length && text[at + quote.length + more] === behind[more]) more += 1;
      if (!best || alike + more > best.alike) best = { at, length: quote.length, alike: alike + more };
    }
    return best && (best.alike >= 3 || quote.length >= 8) ? best : null;
  }
  function frame() {
    for (const old of holder.querySelectorAll(".frame")) old.remove();
    let first = null;
    for (const [page, found] of [...places].sort((a, b) => a[0] - b[0])) {
      const figure = figures[page - 1];
      for (const span of spans) {
        const hit = find(found.text, span);
        if (!hit) continue;
        for (const line of lines(found, hit)) {
          const box = document.createElement("span");
          box.className = span.now ? "frame now" : "frame";
          const height = figure.querySelector("img").clientHeight / figure.clientHeight || 1;
          box.style.left = `${line[0] / 100}%`;
          box.style.top = `${(line[1] / 100) * height}%`;
          box.style.width = `${(line[2] - line[0]) / 100}%`;
          box.style.height = `${((line[3] - line[1]) / 100) * height}%`;
          figure.append(box);
          if (!first || (span.now && !first.classList.contains("now"))) first = box;
        }
      }
    }
    if (first && !scrolled && !holder.hidden) { scrolled = true; first.scrollIntoView({ block: "center", behavior: "instant" }); }
  }
  function lines(found, hit) { // boxes of characters side by side become one
    const out = [];
    for (let i = hit.at; i < hit.at + hit.length; i++) {
      const [x0, y0, x1, y1] = found.boxes.slice(4 * i, 4 * i + 4);
      const last = out.at(-1);
      if (last && Math.abs(last[1] - y0) < 60 && x0 >= last[0] && x0 - last[2] < 200) { last[2] = Math.max(last[2], x1); last[3] = Math.max(last[3], y1); } else out.push([x0, y0, x1, y1]);
    }
    return out;
  }

  const watch = new IntersectionObserver((seen) => { for (const s of seen) if (s.isIntersecting) ask(s.target); }, { root: holder, rootMargin: "600px" });
  document.addEventListener("evidence", async (e) => {
    spans = e.detail.spans;
    scrolled = false;
    if (holder.hidden) return;
    frame();
    for (const figure of figures) { if (scrolled) break; await ask(figure); }
  });
  document.addEventListener("tab", async (e) => {
    if (e.detail.name !== "pictures") return;
    for (const figure of figures) watch.observe(figure);
    scrolled = false;
    for (const figure of figures) { if (scrolled && spans.length) break; if (!spans.length && Number(figure.dataset.page) > 2) break; await ask(figure); frame(); }
  });
  if (localStorage.getItem("gongkai-tab") === "pictures") document.querySelector("[data-tab=pictures]").click(); // as it was left
})();
