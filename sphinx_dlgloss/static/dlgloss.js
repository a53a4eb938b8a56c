// The card of a term: one element, and listeners on the window, so that links cost nothing.
(() => {
	const { nonce, src, dataset } = document.currentScript;
	const { cards, shards, more } = dataset;
	const rules = { createHTML: String, createScriptURL: String };
	const policy = window.trustedTypes?.createPolicy("dlgloss", rules) ?? rules;

	const entries = { __proto__: null };
	window.dlglossCards = (part) => Object.assign(entries, part);

	const loads = [];
	const load = async (term) => {
		const id = term.dataset.dlterm ?? term.hash.split("#dlterm-")[1] ?? "";
		let n = 0;
		for (const c of id) n = (Math.imul(n, 31) + c.charCodeAt()) >>> 0;
		n %= shards;
		await (loads[n] ??= new Promise((done) => {
			const script = document.createElement("script"); // fetch() fails on file://
			script.onload = script.onerror = done;
			setTimeout(done, 3000);
			script.nonce = nonce;
			script.src = policy.createScriptURL(new URL(`cards-${cards}${shards > 1 ? "-" + n : ""}.js`, src));
			document.head.append(script);
		}));
		return entries[id];
	};

	const shell = document.createElement("div");
	// <bdi> leaves the direction to the summary
	shell.innerHTML = policy.createHTML(
		'<div class="dlcard" id="dlcard" role="tooltip" popover="manual" dir="auto" hidden><div><bdi></bdi> <bdi></bdi><p id="dlcard-summary"></p><div></div><a class="dlcard-more" tabindex="-1"></a></div></div>',
	);
	const card = shell.firstChild;
	const [name, abbr, summary, formula, link] = card.firstChild.children;
	link.textContent = more;

	let shown = null; // the term whose card is open
	let filled; // the term that the card describes
	let over; // the term or card under the pointer
	let quiet; // closed until the pointer leaves or focus returns
	let pressed; // under a finger
	let wanted; // to open soon; null: to close
	let restore, line, timer, x, y;

	const fill = (term, entry) => {
		let math;
		[name.textContent, abbr.textContent, summary.textContent, math] = entry;
		// style-src allows the CSSOM, not attributes
		formula.innerHTML = policy.createHTML(math.replaceAll(" style=", " data-style="));
		for (const e of formula.querySelectorAll("[data-style]")) e.style.cssText = e.dataset.style;
		link.hidden = !(link.href = term.href ?? "");
		(term.closest("dialog,[popover]") ?? document.body).append(card); // a modal dialog makes the rest inert

		restore?.();
		filled = term;
		const key = "aria-describedby";
		const old = term.getAttribute(key);
		const { title } = term;
		term.setAttribute(key, (old ? old + " " : "") + "dlcard-summary");
		term.removeAttribute("title");
		restore = () => {
			if (old) term.setAttribute(key, old);
			else term.removeAttribute(key);
			if (title) term.title = title;
			restore = filled = null;
		};
	};

	const place = () => {
		const lines = [...shown.getClientRects()];
		const r = lines.at(line) ?? lines.at(-1);
		if (!r) return hide();
		card.style.translate = "none"; // whatever it is positioned against
		const c = card.getBoundingClientRect();
		const { clientWidth, clientHeight } = document.documentElement;
		const below = clientHeight - r.bottom;
		const above = c.height > below && r.top > below && r.top + scrollY >= c.height;
		const start = getComputedStyle(shown).direction === "rtl" ? r.right - c.width : r.left;
		const left = Math.max(8, Math.min(start, clientWidth - 8 - c.width)) - c.x;
		const top = (above ? r.top - c.height + 1 : r.bottom - 1) - c.y; // 1 px over the link: no gap
		card.style.translate = `${left | 0}px ${top | 0}px`;
	};

	const show = (term, entry) => {
		hide();
		if (term !== filled) fill(term, entry);
		shown = term;
		let back;
		let e = term.closest("article,main,[role=main],dialog,[popover]") ?? document.body;
		card.style.setProperty("--dlcard-text", getComputedStyle(e).color);
		while (e && /^rgba|\//.test((back = getComputedStyle(e).backgroundColor))) e = e.parentElement;
		card.style.setProperty("--dlcard-page", e && back);
		card.hidden = false;
		card.togglePopover?.(true);
		line = [...term.getClientRects()].findIndex((r) => over === term && y >= r.top && y <= r.bottom);
		place();
	};

	const hide = () => {
		plan();
		shown = null;
		card.hidden = true;
		if (card.isConnected) card.togglePopover?.(false);
		if (filled !== document.activeElement) restore?.();
	};

	const plan = (next, delay) => {
		clearTimeout(timer);
		wanted = next;
		if (next === undefined) return;
		const loaded = next && load(next);
		timer = setTimeout(async () => {
			const entry = await loaded;
			if (wanted !== next) return;
			if (entry) show(next, entry);
			else if (next && next === pressed) next.click();
			else if (!shown?.matches(":focus-visible")) hide();
		}, delay);
	};

	const spot = (e) => e.target.closest?.(".dlterm,.dlcard") ?? null;
	const held = (at) => at === shown || at === card;

	const listeners = {
		pointermove(e) {
			// a page scrolling under a resting pointer sends moves too
			if (e.pointerType === "touch" || (e.clientX === x && e.clientY === y)) return;
			({ clientX: x, clientY: y } = e);
			over = e.type === "pointerout" ? null : spot(e);
			if (over !== quiet) quiet = e.buttons && over;
			const next = held(over) ? undefined : over === quiet ? null : over;
			if (next !== wanted && (next || !wanted?.matches(":focus-visible"))) plan(next, next ? (shown ? 120 : 350) : 280);
		},
		pointerout: (e) => e.relatedTarget || listeners.pointermove(e),
		pointerdown(e) {
			plan();
			({ clientX: x, clientY: y } = e);
			over = quiet = spot(e);
			// a screen reader's touch has no size, and means the link
			pressed = e.pointerType === "touch" && e.width && over;
		},
		pointerup(e) {
			if (e.pointerType === "touch" && !held(spot(e))) hide();
		},
		click(e) {
			const tap = pressed && pressed === spot(e) && e.detail && !(e.ctrlKey || e.metaKey || e.shiftKey || e.altKey);
			if (tap && !held(pressed)) {
				e.preventDefault();
				plan(pressed, 0);
			} else if (e.target === link || spot(e) !== card) hide();
		},
		async focusin(e) {
			const term = spot(e);
			if (term === shown || !term?.matches(":focus-visible")) return;
			hide();
			quiet = null;
			plan(term, 150);
			const entry = await load(term);
			if (entry && wanted === term) fill(term, entry);
		},
		focusout() {
			if (!over || !held(over)) hide();
		},
		keydown(e) {
			if (e.key === "Tab") document.querySelectorAll(".dlterm").forEach(load);
			if (e.key !== "Escape") return;
			quiet = shown;
			hide();
			if (!quiet) return;
			e.preventDefault(); // or an outer dialog closes too
			e.stopPropagation();
		},
		resize: () => shown && place(),
		scroll: (e) => shown && e.target !== document && place(),
	};
	for (const type in listeners) addEventListener(type, listeners[type], true);
})();
