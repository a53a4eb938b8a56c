/* The glossary page as a tool: filter, chips, a bar of letters that follows the reader, links to copy.
   Everything it shows is in the page already; without it the page is a long, linked list. */
(() => {
  "use strict";
  const script = document.currentScript;
  /* what scrolls sideways must be within reach of the keyboard */
  const scrollers = new ResizeObserver((changes) => {
    for (const { target } of changes)
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
  });
  for (const part of document.querySelectorAll('.dlgloss-body math[display="block"], .dlgloss-body pre, .dlgloss-body p:has(> math)')) scrollers.observe(part);
  /* tools are for a listing that is long enough to have a bar of letters */
  const letters = document.querySelector(".dlgloss-letters");
  const root = letters?.parentElement;
  const entries = root ? [...root.querySelectorAll(".dlgloss-entry")] : [];
  if (!entries.length) return;
  const say = JSON.parse(script.dataset.say);
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]+/g, "").toLowerCase().replace(/[-\u2010-\u2015_\s]+/g, " ");

  /* What each entry is found by: all its words, without those that the page itself puts into every entry. */
  const FURNITURE = ".headerlink, .dlgloss-copy, .dlgloss-label, .dlgloss-part > summary, .dlgloss-related > strong, .dlgloss-uses";
  const words = (node, depth) => {
    if (!depth || !node.childElementCount) return node.textContent;
    let text = "";
    for (const child of node.childNodes) if (!child.matches?.(FURNITURE)) text += words(child, depth - 1);
    return text;
  };
  const records = [];
  const read = (until) => {
    while (records.length < entries.length && !(until?.timeRemaining() < 3)) {
      const element = entries[records.length];
      const text = fold(words(element, 3));
      text.includes("\0"); /* the first search lays a long text out in memory: here nobody waits for it */
      records.push({ element, text, level: element.dataset.level, category: element.dataset.category, shown: true });
    }
    if (records.length < entries.length) requestIdleCallback(read);
    return records;
  };
  /* read while nothing else is to do, so that the first letter is answered as fast as the others */
  globalThis.requestIdleCallback?.(read);
  const groups = [...root.querySelectorAll(".dlgloss-group")].map((element) => ({
    element,
    entries: [...element.querySelectorAll(".dlgloss-entry")],
    link: root.querySelector(`.dlgloss-letters a[href="#${CSS.escape(element.id)}"]`),
  }));

  /* -- tools ------------------------------------------------------------------------ */

  const input = make("input", { type: "search", placeholder: say.filter, "aria-label": say.filter, autocomplete: "off", spellcheck: "false" });
  const count = make("span", { class: "dlgloss-count", role: "status" });
  const names = (key, selector) => {
    const found = new Map();
    for (const entry of entries) {
      const label = entry.querySelector(selector);
      if (label) found.set(entry.dataset[key], label.textContent);
    }
    return found;
  };
  const levels = names("level", ".dlgloss-level");
  const chips = make("fieldset", { "aria-label": say.level });
  for (const level of ["beginner", "intermediate", "advanced"])
    if (levels.has(level)) chips.append(make("button", { type: "button", value: level, "aria-pressed": "false" }, levels.get(level)));
  const category = make("select", { "aria-label": say.category }, make("option", { value: "" }, say.all));
  const titles = [...names("category", ".dlgloss-category")].sort((a, b) => a[1].localeCompare(b[1], document.documentElement.lang || "en"));
  for (const [id, title] of titles) category.append(make("option", { value: id }, title));
  const none = make("p", { class: "dlgloss-none", hidden: "" }, say.none);
  const tools = make("div", { class: "dlgloss-tools", role: "search" }, input, count);
  if (chips.childElementCount > 1) tools.append(chips);
  if (titles.length > 1) tools.append(category);
  const bar = make("div", { class: "dlgloss-bar" }, tools);
  root.prepend(bar);
  bar.append(letters);
  bar.after(none);

  /* -- filter ----------------------------------------------------------------------- */

  const pressed = () => chips.querySelector('[aria-pressed="true"]')?.value ?? "";
  const press = (level) => {
    for (const chip of chips.children) chip.setAttribute("aria-pressed", String(chip.value === level));
  };
  const apply = () => {
    const sought = fold(input.value).split(" ").filter(Boolean);
    const level = pressed();
    const active = sought.length || level || category.value;
    let shown = 0;
    for (const record of active || records.length ? read() : []) {
      const fits =
        (!level || record.level === level) &&
        (!category.value || record.category === category.value) &&
        sought.every((word) => record.text.includes(word));
      shown += fits;
      if (record.shown !== fits) record.element.hidden = !(record.shown = fits);
    }
    if (!records.length) shown = entries.length;
    for (const { element, entries, link } of groups) {
      const empty = entries.every((entry) => entry.hidden);
      if (element.hidden === empty) continue;
      element.hidden = empty;
      if (!link) continue;
      /* a link without an address can neither be followed nor reached by the keyboard */
      if (empty) {
        link.removeAttribute("href");
        link.setAttribute("role", "link");
        link.setAttribute("aria-disabled", "true");
      } else {
        link.href = `#${element.id}`;
        link.removeAttribute("role");
        link.removeAttribute("aria-disabled");
      }
    }
    none.hidden = shown > 0;
    count.textContent = active ? say.shown.replace("%1", shown).replace("%2", entries.length) : say.total.replace("%1", entries.length);
    return active;
  };
  const remember = () => {
    const address = new URL(location.href);
    for (const [name, value] of [["q", input.value.trim()], ["level", pressed()], ["category", category.value]])
      value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
    /* a hash that the filter has hidden would undo the filter when the address is opened */
    if (address.hash && target()?.hidden) address.hash = "";
    history.replaceState(history.state, "", address);
  };
  let later;
  const changed = (event) => {
    apply();
    clearTimeout(later);
    /* browsers count how often an address changes */
    if (event?.type === "input") later = setTimeout(remember, 250);
    else remember();
  };
  const clear = () => {
    input.value = category.value = "";
    press("");
    changed();
  };
  input.addEventListener("input", changed);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.value) {
      event.preventDefault();
      event.stopPropagation();
      input.value = "";
      changed();
    }
  });
  category.addEventListener("change", changed);
  chips.addEventListener("click", (event) => {
    const chip = event.target.closest("button");
    if (!chip) return;
    press(chip.value === pressed() ? "" : chip.value);
    changed();
  });

  /* -- links to entries ------------------------------------------------------------- */

  function target() {
    let id = location.hash.slice(1);
    try {
      id = decodeURIComponent(id);
    } catch {
      /* as it is */
    }
    const element = document.getElementById(id);
    return element && root.contains(element) ? element.closest(".dlgloss-entry, .dlgloss-group") : null;
  }
  const open = () => {
    const entry = target();
    if (!entry) return;
    if (entry.hidden || entry.closest("[hidden]")) {
      clear();
      entry.scrollIntoView();
    }
    entry.querySelector(":scope > .dlgloss-body > .dlgloss-example")?.setAttribute("open", "");
  };
  addEventListener("hashchange", open);
  for (const entry of entries)
    if (entry.id) {
      const headword = entry.querySelector(".dlgloss-headword");
      headword.append(make("button", { type: "button", class: "dlgloss-copy", "aria-label": `${say.copy}: ${headword.firstChild.textContent.trim()}` }, say.copy));
    }
  root.addEventListener("click", async (event) => {
    const button = event.target.closest(".dlgloss-copy");
    if (!button) return;
    const address = new URL(location.href);
    address.search = "";
    address.hash = button.closest(".dlgloss-entry").id;
    try {
      await navigator.clipboard.writeText(address.href);
    } catch {
      /* no clipboard here: the address bar has the link */
      location.hash = address.hash;
      return;
    }
    const name = button.getAttribute("aria-label");
    if (name === say.copied) return;
    button.textContent = say.copied;
    button.setAttribute("aria-label", say.copied);
    button.classList.add("dlgloss-done");
    setTimeout(() => {
      button.textContent = say.copy;
      button.setAttribute("aria-label", name);
      button.classList.remove("dlgloss-done");
    }, 2000);
  });

  /* -- the bar follows the reader --------------------------------------------------- */

  const place = () => {
    /* themes with a bar of their own at the top leave room for it when they scroll to a target */
    const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    root.style.setProperty("--dlgloss-top", `${top}px`);
    root.style.setProperty("--dlgloss-bar", `${bar.offsetHeight}px`);
    /* a container that could scroll, and does not, would hold the bar all the same */
    for (let element = root.parentElement; element !== document.body; element = element.parentElement)
      if (getComputedStyle(element).overflowY === "auto" && element.scrollHeight <= element.clientHeight) element.style.overflow = "clip";
    for (let element = root; element; element = element.parentElement) {
      const color = getComputedStyle(element).backgroundColor;
      if (!/^(transparent|rgba\(.*, 0\))$/.test(color)) {
        root.style.setProperty("--dlgloss-page", color);
        break;
      }
    }
  };
  place();
  addEventListener("resize", place);
  new MutationObserver(place).observe(document.documentElement, { attributes: true });
  new MutationObserver(place).observe(document.body, { attributes: true });
  /* the current letter is the last one whose heading has come up to the bar; at the end of the page, the last */
  let current, frame;
  const follow = () => {
    frame = 0;
    const { top, bottom } = bar.getBoundingClientRect();
    bar.classList.toggle("dlgloss-stuck", Math.abs(top - parseFloat(getComputedStyle(bar).top)) < 1);
    const line = bottom + 60;
    const shown = groups.filter(({ element }) => !element.hidden);
    const end = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const group = end ? shown.at(-1) : shown.findLast(({ element }) => element.getBoundingClientRect().top <= Math.max(line, 60));
    if (group === current) return;
    current?.link?.removeAttribute("aria-current");
    current = group;
    current?.link?.setAttribute("aria-current", "true");
  };
  const soon = () => (frame ||= requestAnimationFrame(follow));
  addEventListener("scroll", soon, { passive: true, capture: true });
  addEventListener("resize", soon);
  soon();
  addEventListener("beforeprint", () => {
    for (const part of root.querySelectorAll("details:not([open])")) {
      part.open = true;
      part.dataset.printed = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const part of root.querySelectorAll("details[data-printed]")) {
      part.open = false;
      delete part.dataset.printed;
    }
  });

  const asked = new URLSearchParams(location.search);
  input.value = asked.get("q") ?? "";
  press(asked.get("level") ?? "");
  if (titles.some(([id]) => id === asked.get("category"))) category.value = asked.get("category");
  apply();
  open();
})();
