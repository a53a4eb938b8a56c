// The card of a term. Links cost nothing: listeners sit on the window.
(() => {
	const { nonce, src, dataset } = document.currentScript;
	let policy = { createHTML: String, createScriptURL: String };
	policy = window.trustedTypes?.createPolicy("dlgloss", policy) ?? policy;

	const entries = { __proto__: null };
	window.dlglossCards = (part) => Object.assign(entries, part);

	const loads = [];
	const load = async (term) => {
		const id = (term.dataset.dlterm ?? term.hash ?? "").replace("#dlterm-", "");
		let n = 0;
		for (const c of id) n = (n * 31 + c.charCodeAt()) >>> 0;
		n %= dataset.shards;
		await (loads[n] ??= new Promise((done) => {
			const script = document.createElement("script"); // fetch() fails on file://
			script.onload = script.onerror = done;
			setTimeout(done, 3000);
			script.nonce = nonce;
			script.src = policy.createScriptURL(new URL(`cards-${dataset.cards}${dataset.shards > 1 ? "-" + n : ""}.js`, src));
			document.head.append(script);
		}));
		return entries[id];
	};

	const shell = document.createElement("div");
	shell.innerHTML = policy.createHTML(
		"<div class=dlcard id=dlcard role=tooltip popover=manual dir=auto hidden><div><bdi></bdi> <bdi></bdi><p id=dlcard-summary><div></div><a class=dlcard-more tabindex=-1>",
	);
	const card = shell.firstChild;
	const parts = card.firstChild.children;
	const [, , , math, link] = parts;
	link.textContent = dataset.more;

	let shown, filled; // the terms with an open card, with a description
	let over, pressed; // what the pointer is on, a finger
	let wanted; // to open soon; null: to close
	let undo, line, timer, x, y;

	const fill = (term, entry) => {
		entry.forEach((text, i) => (parts[i].textContent = text));
		// style-src allows the CSSOM only
		math.innerHTML = policy.createHTML(entry[3].replaceAll(" style=", " data-style="));
		for (const e of math.querySelectorAll("[data-style]")) e.style.cssText = e.dataset.style;
		link.hidden = !(link.href = term.href ?? "");
		(term.closest("dialog,[popover]") ?? document.body).append(card);

		undo?.();
		filled = term;
		const old = term.getAttribute("aria-describedby");
		const { title } = term;
		term.setAttribute("aria-describedby", (old ? old + " " : "") + "dlcard-summary");
		term.removeAttribute("title");
		undo = () => {
			term.removeAttribute("aria-describedby");
			if (old) term.setAttribute("aria-describedby", old);
			if (title) term.setAttribute("title", title);
			undo = filled = null;
		};
	};

	const place = () => {
		const lines = [...shown.getClientRects()];
		const r = lines.at(line) ?? lines[0];
		if (!r) return hide();
		card.style.translate = "none";
		const c = card.getBoundingClientRect();
		const below = innerHeight - r.bottom;
		const above = c.height > below && r.top > below && r.top + scrollY >= c.height;
		const start = getComputedStyle(shown).direction === "rtl" ? r.right - c.width : r.left;
		const left = Math.max(8, Math.min(start, document.documentElement.clientWidth - 8 - c.width)) - c.x;
		const top = (above ? r.top - c.height + 1 : r.bottom) - c.y;
		card.style.translate = `${left | 0}px ${top | 0}px`;
	};

	const show = (term, entry) => {
		hide();
		if (term !== filled) fill(term, entry);
		shown = term;
		let back;
		let e = term.closest("dialog,[popover],article,main,[role=main]") ?? document.body;
		card.style.color = getComputedStyle(e).color;
		while (e && /^rgba|\//.test((back = getComputedStyle(e).backgroundColor))) e = e.parentElement;
		card.style.setProperty("--dlcard-page", e && back);
		card.hidden = false;
		card.togglePopover?.(true);
		line = [...term.getClientRects()].findIndex((r) => over === term && y <= r.bottom);
		place();
	};

	const hide = () => {
		plan();
		shown = null;
		card.hidden = true;
		if (card.isConnected) card.togglePopover?.(false);
		if (filled !== document.activeElement) undo?.();
	};

	const plan = (next, delay) => {
		clearTimeout(timer);
		wanted = next;
		if (!delay) return;
		const loaded = next && load(next);
		timer = setTimeout(async () => {
			const entry = await loaded;
			if (wanted !== next) return;
			if (entry) show(next, entry);
			else if (next && next === pressed) next.click();
			else if (!shown?.matches(":focus-visible")) hide();
		}, delay);
	};

	const spot = (e) => e.target.closest?.(".dlterm,.dlcard");
	const held = (at) => at === shown || at === card;

	const on = {
		pointermove(e) {
			// scrolling sends them, too
			if (e.pointerType === "touch" || (e.clientX === x && e.clientY === y)) return;
			({ clientX: x, clientY: y } = e);
			const at = e.type === "pointerout" ? null : spot(e);
			if (at === over) return; // quiet after Escape
			over = at;
			plan(e.buttons ? null : at, held(at) ? 0 : at ? (shown ? 120 : 350) : 280);
		},
		pointerout: (e) => e.relatedTarget || on.pointermove(e),
		pointerdown(e) {
			plan();
			({ clientX: x, clientY: y } = e);
			over = spot(e);
			// that of a screen reader has no size
			pressed = e.pointerType === "touch" && e.width && over;
		},
		pointerup(e) {
			if (e.pointerType === "touch" && !held(spot(e))) hide();
		},
		click(e) {
			const tap = pressed && pressed === spot(e) && e.detail && !(e.ctrlKey || e.metaKey || e.shiftKey || e.altKey);
			if (tap && !held(pressed)) {
				e.preventDefault();
				plan(pressed, 1);
			} else if (e.target === link || spot(e) !== card) hide();
		},
		async focusin(e) {
			const term = spot(e);
			if (term === shown || !term?.matches(":focus-visible")) return;
			hide();
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
			if (shown) {
				e.preventDefault(); // or a dialog closes
				e.stopPropagation();
			}
			hide();
		},
		resize: () => shown && place(),
		wheel: () => wanted && plan((over = 0)),
		scroll: (e) => shown && e.target !== document && place(),
	};
	for (const type in on) addEventListener(type, on[type], true);
})();
