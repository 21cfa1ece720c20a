
"use strict";
(() => {
  const GAP = 10;
  const root = document.documentElement;
  const wide = matchMedia("(min-width: 54rem)");
  const spreads = [...document.querySelectorAll(".spread")];
  const cards = [...document.querySelectorAll(".spread .card")];
  const cardOf = new Map(cards.map((card) => [card.dataset.mark, card]));
  const partsOf = new Map(cards.map((card) => [card.dataset.mark, []]));
  for (const part of document.querySelectorAll("[data-mark]:not(.card)")) partsOf.get(part.dataset.mark)?.push(part);
  let chosen = null;
  let isPrinting = false;
  let isAsked = false;

  // The sequence that never falls and is nearest to the wishes, by least squares.
  const nearestRising = (wishes) => {
    const blocks = [];
    for (const wish of wishes) {
      let [mean, count] = [wish, 1];
      while (blocks.length && blocks.at(-1)[0] > mean) {
        const [upper, size] = blocks.pop();
        mean = (upper * size + mean * count) / (size + count);
        count += size;
      }
      blocks.push([mean, count]);
    }
    return blocks.flatMap(([mean, count]) => Array(count).fill(mean));
  };

  // Tops of cards that do not overlap, each as level with its passage as can be; the pinned one is exactly so.
  const arranged = (wanted, heights, pinned) => {
    let height = 0;
    const shifts = heights.map((each) => (height += each + GAP) - each - GAP);
    const wishes = wanted.map((each, at) => each - shifts[at]);
    const bounded = (points, low, high) => points.map((point) => Math.min(Math.max(point, low), high));
    const points = pinned < 0
      ? bounded(nearestRising(wishes), 0, Infinity)
      : [
          ...bounded(nearestRising(wishes.slice(0, pinned)), 0, wishes[pinned]),
          wishes[pinned],
          ...bounded(nearestRising(wishes.slice(pinned + 1)), wishes[pinned], Infinity),
        ];
    return points.map((point, at) => point + shifts[at]);
  };

  const topOf = (card) => {
    const part = partsOf.get(card.dataset.mark)[0];
    const line = part.getClientRects()[0] ?? part.getBoundingClientRect();
    return line.top;
  };

  const place = (spread) => {
    const top = spread.getBoundingClientRect().top;
    const shown = [...spread.querySelectorAll(".card:not(.off)")]
      .map((card) => ({ card, wanted: topOf(card) - top }))
      .sort((one, other) => one.wanted - other.wanted);
    const heights = shown.map(({ card }) => card.offsetHeight);
    const tops = arranged(shown.map(({ wanted }) => wanted), heights, shown.findIndex(({ card }) => card === chosen));
    shown.forEach(({ card }, at) => { card.style.top = `${tops[at]}px`; });
    spread.style.minHeight = shown.length ? `${tops.at(-1) + heights.at(-1)}px` : "";
  };

  const arrange = () => {
    isAsked = false;
    if (isPrinting) return;
    const isLevel = wide.matches && cards.length > 0 && !root.classList.contains("no-notes");
    root.classList.toggle("level", isLevel);
    if (isLevel) return spreads.forEach(place);
    for (const card of cards) card.style.top = "";
    for (const spread of spreads) spread.style.minHeight = "";
  };
  const ask = () => {
    if (!isAsked) requestAnimationFrame(arrange);
    isAsked = true;
  };

  const light = (name, isLit) => {
    for (const each of [cardOf.get(name), ...(partsOf.get(name) ?? [])]) each?.classList.toggle("lit", isLit);
  };
  let lit = null;
  const turnLight = (name) => {
    if (name === lit) return;
    if (lit && lit !== chosen?.dataset.mark) light(lit, false);
    if (name) light(name, true);
    lit = name;
  };

  const choose = (card) => {
    if (card === chosen) return;
    if (chosen) {
      chosen.classList.remove("chosen");
      light(chosen.dataset.mark, false);
    }
    chosen = card;
    if (card) {
      card.classList.add("chosen");
      light(card.dataset.mark, true);
    }
    arrange();
  };

  // Over the marks of a page lie the words that can be selected.
  const nameAt = (event) => {
    const over = event.target.closest?.("[data-mark]");
    if (over || !event.target.closest?.("svg")) return over?.dataset.mark ?? null;
    const below = document.elementsFromPoint(event.clientX, event.clientY);
    return below.map((each) => each.closest("[data-mark]")).find(Boolean)?.dataset.mark ?? null;
  };

  document.addEventListener("mousemove", (event) => turnLight(nameAt(event)), { passive: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[href], button") || String(getSelection())) return;
    const name = nameAt(event);
    choose(cardOf.get(name) ?? null);
    if (chosen && !event.target.closest(".card")) chosen.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".spread .card");
    if (card) choose(card);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") choose(null);
  });
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const card = target?.matches(".spread .card") ? target : cardOf.get(target?.dataset.mark);
    if (card) choose(card);
  };
  addEventListener("hashchange", follow);

  const tools = document.querySelector(".tools");
  if (tools) {
    tools.hidden = false;
    root.classList.add("js");
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      const isPressed = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isPressed));
      if ("hide" in button.dataset) root.classList.toggle("no-notes", isPressed);
      else {
        for (const each of document.querySelectorAll("[data-label]")) {
          if (each.dataset.label === button.dataset.filter) each.classList.toggle("off", !isPressed);
        }
        for (const link of document.querySelectorAll("a.reference")) {
          const card = document.getElementById(link.hash.slice(1));
          link.classList.toggle("off", Boolean(card?.classList.contains("off")));
        }
        if (chosen?.classList.contains("off")) choose(null);
      }
      ask();
    });
  }

  // On paper cards float beside the block that their passage is in; it has to come after them for that.
  const places = [];
  addEventListener("beforeprint", () => {
    isPrinting = true;
    root.classList.remove("level");
    root.classList.add("printing");
    for (const spread of spreads) spread.style.minHeight = "";
    for (const card of cards) {
      const place = document.createComment("");
      let before = card.previousSibling;
      while (before && (before.nodeType !== 1 || before.matches(".card"))) before = before.previousSibling;
      card.replaceWith(place);
      places.push([place, card]);
      card.style.top = "";
      if (before) before.before(card);
      else place.parentNode.prepend(card);
    }
  });
  addEventListener("afterprint", () => {
    while (places.length) {
      const [place, card] = places.pop();
      place.replaceWith(card);
    }
    isPrinting = false;
    root.classList.remove("printing");
    arrange();
  });

  wide.addEventListener("change", ask);
  addEventListener("resize", ask);
  addEventListener("load", ask);
  document.fonts?.ready.then(ask);
  const watching = new ResizeObserver(ask);
  for (const each of [...spreads, ...cards]) watching.observe(each);
  arrange();
  if (location.hash) follow();
})();
