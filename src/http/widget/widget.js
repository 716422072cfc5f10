// <kpum-search>: the Baza Wiedzy's answers for residents, on any page of the portal.
//
//   <script src="https://…/widget.js" defer></script>
//   <kpum-search lang="pl" area="uslugi"></kpum-search>
//
// Attributes: lang (pl, en, uk), area, category, unit, label, placeholder, results, target. Theme: the --kpum-… custom
// properties of the sheet below.
(() => {
  "use strict";
  const source = document.currentScript?.src || document.querySelector('script[src*="/widget."]')?.src;
  if (!source || customElements.get("kpum-search")) return;
  const HOME = new URL(".", source);

  const WORDS = {
    pl: {
      label: "O co chcesz zapytać?",
      example: "na przykład: gdzie oddać starą lodówkę",
      search: "Szukaj",
      list: "Podpowiedzi",
      hints: { one: "podpowiedź", few: "podpowiedzi", many: "podpowiedzi" },
      results: { one: "wynik", few: "wyniki", many: "wyników" },
      first: "Pierwszy:",
      unsure: "Nie ma pewnej odpowiedzi. Poniżej są sprawy najbliższe pytaniu.",
      gap: "Baza tego nie podaje",
      ask: "Zapytaj:",
      other: "Tę sprawę prowadzi:",
      nothing: "Nic nie znaleziono",
      advice: "Spróbuj jednym lub dwoma słowami albo nazwij sprawę inaczej.",
      call: "Odpowiedź poda też konsultant.",
      mean: "Czy chodziło o:",
      checked: "Sprawdzono",
      unchecked: "Niepotwierdzone",
      more: "Wszystkie wyniki",
      wait: "Szukam…",
      fault: "Wyszukiwarka nie odpowiada. Sprawdź połączenie i spróbuj jeszcze raz.",
      busy: "Za dużo pytań naraz. Spróbuj za chwilę, w sekundach:",
      tab: "otwiera nową kartę",
      PH: "święta",
      off: "nieczynne",
      facts: { fee: "Opłata", deadline: "Termin", phone: "Telefon", hours: "Godziny", address: "Adres", documents: "Dokumenty", email: "E-mail", link: "Strona" },
    },
    en: {
      label: "What would you like to know?",
      example: "in Polish, for example: stara lodówka",
      search: "Search",
      list: "Suggestions",
      hints: { one: "suggestion", other: "suggestions" },
      results: { one: "result", other: "results" },
      first: "First:",
      unsure: "There is no certain answer. These matters come closest to your question.",
      gap: "The base does not say",
      ask: "Ask:",
      other: "This is dealt with by:",
      nothing: "Nothing found",
      advice: "Try one or two words, in Polish, or name the matter differently.",
      call: "You can also ask a consultant.",
      mean: "Did you mean:",
      checked: "Checked on",
      unchecked: "Not confirmed",
      more: "All results",
      wait: "Searching…",
      fault: "The search does not answer. Check your connection and try again.",
      busy: "Too many questions at once. Try again after seconds:",
      tab: "opens in a new tab",
      PH: "public holidays",
      off: "closed",
      now: ["Closed now", "Open now"],
      facts: { fee: "Fee", deadline: "Time limit", phone: "Telephone", hours: "Opening hours", address: "Address", documents: "Documents", email: "E-mail", link: "Website" },
    },
    uk: {
      label: "Про що ви хочете запитати?",
      example: "польською, наприклад: stara lodówka",
      search: "Шукати",
      list: "Підказки",
      hints: { one: "підказка", few: "підказки", many: "підказок" },
      results: { one: "результат", few: "результати", many: "результатів" },
      first: "Перший:",
      unsure: "Певної відповіді немає. Нижче – справи, найближчі до запитання.",
      gap: "База цього не подає",
      ask: "Запитайте:",
      other: "Цю справу веде:",
      nothing: "Нічого не знайдено",
      advice: "Спробуйте одне або два слова польською чи назвіть справу інакше.",
      call: "Відповідь дасть також консультант.",
      mean: "Можливо, ви мали на увазі:",
      checked: "Перевірено",
      unchecked: "Не підтверджено",
      more: "Усі результати",
      wait: "Шукаю…",
      fault: "Пошук не відповідає. Перевірте з’єднання та спробуйте ще раз.",
      busy: "Забагато запитань одночасно. Спробуйте за секунд:",
      tab: "відкривається в новій вкладці",
      PH: "свята",
      off: "зачинено",
      now: ["Зараз зачинено", "Зараз відповідає"],
      facts: { fee: "Оплата", deadline: "Термін", phone: "Телефон", hours: "Години", address: "Адреса", documents: "Документи", email: "E-mail", link: "Сторінка" },
    },
  };

  const SHEET = new CSSStyleSheet();
  // `medium` is the reader's own size, whatever the page makes of `rem`; light-dark() follows the page's color-scheme.
  SHEET.replaceSync(`
:host{display:block!important;visibility:visible!important;opacity:1!important;filter:none!important;transform:none!important;clip-path:none!important}
:host([hidden]){display:none!important}
.box{all:initial;color-scheme:inherit;direction:ltr;display:block;
/* TOKENS */--surface:var(--kpum-surface,light-dark(#eaf1f9,#26303b));
font:medium/1.5 var(--kpum-font,system-ui,sans-serif);font-variant-numeric:tabular-nums;color:var(--ink);background:var(--paper);overflow-wrap:anywhere}
:where(.box *){box-sizing:border-box;margin:0;padding:0}
label{display:block;font-size:.875em;color:var(--quiet);margin-bottom:.25em}
.field{display:flex;flex-wrap:wrap;gap:.5em}
.combo{position:relative;flex:1 1 12em;min-width:0}
input,button{font:inherit;min-height:44px;border-radius:var(--radius);border:1px solid var(--edge);padding:.375em .75em}
input{width:100%;font-size:1.125em;color:inherit;background:var(--paper);appearance:none}
input::placeholder{color:var(--quiet);opacity:1}
button{font-weight:600;color:var(--on-accent);background:var(--accent);border-color:transparent;padding-inline:1.25em;cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
input:focus-visible{outline-offset:0;border-color:var(--accent)}
.list{position:absolute;z-index:9999;inset:calc(100% + 4px) 0 auto;list-style:none;background:var(--paper);border:1px solid var(--edge);border-radius:var(--radius);box-shadow:0 8px 24px #0003;overflow:auto;max-height:60vh}
.list li{padding:.5em .75em;min-height:44px;display:flex;align-items:center;cursor:pointer}
.list li:hover{background:var(--surface)}
.list [aria-selected=true]{background:var(--surface);outline:2px solid var(--accent);outline-offset:-2px;border-radius:var(--radius)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.out:not(:empty){margin-top:1em}
.out>*+*{margin-top:.5em}
.count,.meta,dt{font-size:.8125em;color:var(--quiet)}
.count:focus{outline:none}
ol{list-style:none}
ol>li{padding-block:1em}
li+li{border-top:1px solid var(--line)}
.list li+li{border:0}
[role=heading]{font-weight:600;line-height:1.25}
[role=heading].big{font-size:1.375em}
ol>li>*+*,.lead>*+*{margin-top:.375em}
a{color:var(--accent);text-underline-offset:.2em}
a:hover{text-decoration-thickness:2px}
.sum,.pas{max-width:44em}
.lead .sum{font-size:1.25em;line-height:1.4}
dd{font-size:1.25em;font-weight:650;line-height:1.3}
.lead dd{font-size:1.75em}
dd.long,.lead dd.long{font-size:1.125em}
.pas{border-inline-start:2px solid var(--line);padding-inline-start:.875em}
mark{background:var(--mark);color:inherit;font-weight:600}
.meta span+span::before{content:"·";margin-inline:.5em}
.unsure{background:var(--warning-paper);color:var(--warning);border-radius:var(--radius);padding:.75em 1em}
.unsure a{color:inherit}
.tel{font-size:1.5em}
.call a,.nb{white-space:nowrap}
.call a{font-weight:650}
.again{font-weight:600;background:none;border:0;color:var(--accent);text-decoration:underline;padding:0 .25em}
@media (pointer:coarse){[role=heading] a,.call a,.more{display:inline-flex;align-items:center;min-height:44px}}
@media (forced-colors:active){.unsure,button{border:1px solid}mark{background:Mark;color:MarkText}.list [aria-selected=true]{outline-color:Highlight}}
@media print{form{display:none}}
`);

  const el = (name, attributes, ...children) => {
    const node = document.createElement(name);
    for (const key in attributes) if (attributes[key] != null) node.setAttribute(key, attributes[key]);
    node.append(...children.filter(Boolean));
    return node;
  };

  // Marks count bytes, letters of a script are made of something else: the text is cut as it travelled.
  const marked = ({ text, marks }) => {
    const bytes = new TextEncoder().encode(text);
    const cut = (from, to) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes.subarray(from, to));
    const ends = [0, ...marks.map(([, end]) => end)];
    return [...marks.flatMap(([from, to], at) => [cut(ends[at], from), el("mark", {}, cut(from, to))]), cut(ends.pop())];
  };

  let line; // the infoline, asked for once a page

  class KpumSearch extends HTMLElement {
    static observedAttributes = ["lang", "label", "placeholder"];

    #root = this.attachShadow({ mode: "open", delegatesFocus: true });
    #options = [];
    #active = -1;
    #waiting;
    #asking;
    #speaking;

    connectedCallback() {
      this.#root.adoptedStyleSheets = [SHEET];
      this.#build();
    }

    disconnectedCallback() {
      this.#stop();
    }

    attributeChangedCallback() {
      if (this.isConnected && this.#box) this.#build();
    }

    #box;
    #input;
    #list;
    #status;
    #out;

    #build() {
      const wanted = (this.closest("[lang]")?.lang || "pl").slice(0, 2).toLowerCase();
      this.language = wanted in WORDS ? wanted : "pl";
      const words = (this.words = WORDS[this.language]);
      this.#stop();
      this.#input = el("input", {
        id: "q", type: "text", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "list",
        autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", maxlength: 1000,
        placeholder: this.getAttribute("placeholder") ?? words.example,
      });
      this.#list = el("ul", { id: "list", class: "list", role: "listbox", "aria-label": words.list, hidden: "" });
      this.#status = el("p", { class: "unseen", role: "status" });
      this.#out = el("div", { class: "out" });
      const form = el("form", { role: "search", "aria-labelledby": "l" },
        el("label", { id: "l", for: "q" }, this.getAttribute("label") ?? words.label),
        el("div", { class: "field" }, el("div", { class: "combo" }, this.#input, this.#list), el("button", {}, words.search)));
      this.#box = el("div", { class: "box", lang: this.language }, form, this.#status, this.#out);
      this.#root.replaceChildren(this.#box);

      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#search();
      });
      this.#input.addEventListener("input", () => this.#later(() => this.#suggest(), 150));
      this.#input.addEventListener("keydown", (event) => this.#key(event));
      this.#input.addEventListener("blur", () => this.#close());
      this.#input.addEventListener("focus", () => {
        line ??= fetch(new URL("public/v1/infoline", HOME), { credentials: "omit", referrerPolicy: "no-referrer" })
          .then((answer) => (answer.ok ? answer.json() : null))
          .catch(() => (line = null));
      });
      // The field keeps the focus, and with it the keyboard of a phone, while an option is pressed.
      this.#list.addEventListener("mousedown", (event) => event.preventDefault());
      this.#list.addEventListener("click", (event) => {
        const at = this.#options.indexOf(event.target.closest("li"));
        if (at >= 0) this.#choose(at);
      });
    }

    #later(act, time) {
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(act, time);
    }

    #stop() {
      clearTimeout(this.#waiting);
      clearTimeout(this.#speaking);
      this.#asking?.abort();
    }

    // Said once typing has stopped, and again where it is the same.
    #say(text, time = 0) {
      clearTimeout(this.#speaking);
      this.#speaking = setTimeout(() => {
        this.#status.textContent = this.#status.textContent === text ? text + "\u00a0" : text;
      }, time);
    }

    #count(number, noun) {
      const forms = this.words[noun];
      const form = forms[new Intl.PluralRules(this.language).select(number)] ?? forms.many ?? forms.other;
      return `${number.toLocaleString(this.language)}\u00a0${form}`;
    }

    #narrowed(path, parameters) {
      const url = new URL(path, HOME);
      for (const name of ["area", "category", "unit"]) {
        const value = this.getAttribute(name);
        if (value) url.searchParams.set(name, value);
      }
      for (const name in parameters) url.searchParams.set(name, parameters[name]);
      return url;
    }

    // One question at a time: a newer one takes the place of the one under way.
    async #ask(what, parameters) {
      this.#asking?.abort();
      const { signal } = (this.#asking = new AbortController());
      const answer = await fetch(this.#narrowed(`public/v1/${what}`, parameters), { signal, credentials: "omit", referrerPolicy: "no-referrer" });
      if (answer.ok) return answer.json();
      throw answer;
    }

    #key(event) {
      const open = !this.#list.hidden;
      const last = this.#options.length - 1;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (!open) {
          if (!down) return;
          if (last >= 0) this.#open();
          else this.#suggest();
          if (event.altKey || last < 0) return;
        } else if (event.altKey) {
          return down ? undefined : this.#close();
        }
        this.#activate(down ? (this.#active < last ? this.#active + 1 : 0) : this.#active > 0 ? this.#active - 1 : last);
      } else if (event.key === "Enter" && open && this.#active >= 0) {
        event.preventDefault();
        this.#choose(this.#active);
      } else if (event.key === "Escape") {
        if (open) this.#close();
        else {
          this.#stop();
          this.#input.value = "";
          this.#offer([]);
          this.#out.replaceChildren();
        }
      }
    }

    async #suggest() {
      const q = this.#input.value.trim();
      if (q.length < 2) {
        this.#asking?.abort();
        return this.#offer([]);
      }
      try {
        const { suggestions } = await this.#ask("suggest", { q, limit: 6 });
        if (this.#root.activeElement === this.#input) this.#offer(suggestions);
      } catch {
        // Completions are a help; without them the question can still be asked.
        this.#offer([]);
      }
    }

    #offer(suggestions) {
      this.#options = suggestions.map((one, at) => el("li", { id: `o${at}`, role: "option", "aria-selected": "false", lang: "pl" }, one.text));
      this.#list.replaceChildren(...this.#options);
      if (suggestions.length) {
        this.#open();
        this.#say(this.#count(suggestions.length, "hints"), 700);
      } else {
        this.#close();
      }
    }

    #open() {
      this.#activate(-1);
      this.#list.hidden = false;
      this.#input.setAttribute("aria-expanded", "true");
    }

    #close() {
      this.#activate(-1);
      this.#list.hidden = true;
      this.#input.setAttribute("aria-expanded", "false");
    }

    #activate(at) {
      this.#active = at;
      this.#options.forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
      if (at < 0) return this.#input.removeAttribute("aria-activedescendant");
      this.#input.setAttribute("aria-activedescendant", `o${at}`);
      this.#options[at].scrollIntoView({ block: "nearest" });
    }

    #choose(at) {
      this.#input.value = this.#options[at].textContent;
      this.#search();
    }

    async #search() {
      const words = this.words;
      const q = this.#input.value.trim();
      this.#stop();
      this.#offer([]);
      if (!q) return this.#out.replaceChildren();
      // Nothing blinks where the answer comes at once.
      this.#later(() => {
        this.#out.replaceChildren(el("p", { class: "count" }, words.wait));
        this.#say(words.wait);
      }, 400);
      const limit = Math.min(Math.max(parseInt(this.getAttribute("results")) || 5, 1), 20);
      let shown;
      try {
        shown = this.#answers(q, await this.#ask("search", { q, limit }));
      } catch (fault) {
        if (fault.name === "AbortError") return;
        const text = fault.status === 429 ? `${words.busy} ${fault.headers.get("retry-after") ?? 60}` : words.fault;
        this.#say(text);
        shown = [el("p", { class: "unsure", tabindex: -1 }, text), this.#call()];
      }
      clearTimeout(this.#waiting);
      this.#out.replaceChildren(...shown.filter(Boolean));
      // On a phone the keyboard covers the answers: the focus goes to them, and it goes away.
      if (matchMedia("(pointer:coarse)").matches) shown[0].focus();
    }

    #answers(q, { hits, total, state, refer, parts, asked, did_you_mean: better }) {
      const words = this.words;
      const level = this.#level();
      const meant = better && el("p", {}, words.mean, this.#again(better), "?");
      if (!hits.length && !refer) {
        this.#say(`${words.nothing}. ${words.advice}`);
        return [el("p", { class: "big", role: "heading", "aria-level": level, tabindex: -1 }, words.nothing), meant, el("p", {}, words.advice), this.#call()];
      }
      const count = this.#count(total, "results");
      const told = { unknown_fact: words.gap, elsewhere: `${words.other} ${refer?.name}`, unsure: words.unsure };
      this.#say(`${count}. ${told[state] ?? `${words.first} ${hits[0].title}`}`);
      // The answers to both matters of a question stand first, each under its words and as sure as it is.
      const part = (hit) => parts.find((one) => one.hits[0] === hit.id);
      const worth = (hit, at) => (parts[0] ? part(hit)?.state : !at && state);
      return [
        el("p", { class: "count", tabindex: -1 }, count),
        meant,
        refer && this.#refer(refer, level),
        state === "unsure" && !parts[0] && el("div", { class: "unsure" }, el("p", {}, words.unsure), this.#call()),
        el("ol", { role: "list" }, ...hits.map((hit, at) => this.#card(hit, worth(hit, at), level, asked, part(hit)))),
        total > hits.length && el("p", {}, this.#link({ class: "more" }, this.#narrowed("p", { q }), words.more)),
      ];
    }

    #again(question) {
      const button = el("button", { class: "again", type: "button", lang: "pl" }, question);
      button.addEventListener("click", () => {
        this.#input.value = question;
        this.#input.focus();
        this.#search();
      });
      return button;
    }

    // Who deals with what the city does not, in its own sentence.
    #refer({ name, sentence, phone, link }, level) {
      const dial = (text) => [" ", el("a", { href: `tel:${text.replace(/[^+\d]/g, "").replace(/^\d{9}$/, "+48$&")}` }, text)];
      return el("div", { class: "lead" },
        el("p", { role: "heading", "aria-level": level }, `${this.words.other} `, el("span", { lang: "pl" }, name)),
        el("p", { class: "sum", lang: "pl" }, sentence),
        phone[0] && el("p", { class: "call tel" }, ...phone.flatMap(dial)),
        link && el("p", {}, this.#link({}, new URL(link), new URL(link).host.replace("www.", ""))));
    }

    #card(hit, state, level, asked, part) {
      const { words, language } = this;
      const gap = state === "unknown_fact";
      const lead = gap || state === "answer";
      const { fact, text } = hit.answer;
      const day = hit.verified && new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(new Date(hit.verified));
      // Hours in the reader's words; of days asked about, and of several places, as they are told.
      const told = hit.hours_on.filter(({ state }) => state !== "unknown");
      const days = told[0] && "hours";
      const plain = !hit.hours_on[0] && fact === "hours" && hit.facts.hours && !hit.facts.places;
      const values = days ? told : fact && (plain ? [{ text: this.#hours(hit.facts.hours) }] : hit.asked);
      const name = hit.unknown ?? words.facts[asked.fact];
      return el("li", { class: lead ? "lead" : null },
        part && el("p", { class: "count", lang: "pl" }, `„${part.text}”`),
        el("p", { role: "heading", "aria-level": level, lang: "pl" }, this.#link({}, new URL(`.${hit.url}`, HOME), hit.title)),
        ...(gap
          ? [el("p", { class: "sum" }, words.gap, name && ": ", name && el("b", { lang: hit.unknown && "pl" }, name), "."), this.#call(hit.contact)]
          : [
              hit.summary && el("p", { class: "sum", lang: "pl" }, hit.summary),
              values && el("dl", {}, el("dt", {}, words.facts[days ?? fact]),
                ...values.map((value) => el("dd", { class: value.text.length > 24 ? "long" : null, lang: plain ? null : "pl" },
                  value.href ? el("a", { href: value.href }, value.text) : value.text))),
              lead && text && text !== hit.summary && el("p", { class: "pas", lang: "pl" }, ...marked(hit.answer)),
            ]),
        el("p", { class: "meta" }, hit.unit_name && el("span", { lang: "pl" }, hit.unit_name),
          el("span", { class: "nb" }, day ? `${words.checked}\u00a0${day}` : words.unchecked)));
    }

    #link(attributes, url, text) {
      const target = this.getAttribute("target");
      const link = el("a", { ...attributes, href: url.href, target, rel: target ? "noopener" : null }, text);
      if (target === "_blank") link.append(el("span", { class: "unseen", lang: this.language }, ` (${this.words.tab})`));
      return link;
    }

    // Whom to ask instead: the infoline takes no place while it is not known.
    #call(unit) {
      const { words } = this;
      const place = el("p", { class: "call" });
      Promise.resolve(unit ?? line).then((known) => {
        if (!known) return;
        const phones = known.phones.flatMap(({ text, href }) => [" ", href ? el("a", { href }, text) : text]);
        const hours = known.opening_hours ? this.#hours(known.opening_hours) : known.hours;
        const now = known.now && (words.now ? words.now[+known.open] : known.now);
        place.append(unit ? words.ask : words.call, " ", el("span", { lang: "pl" }, known.name), ":", ...phones, now ? `. ${now}` : "");
        if (hours) place.append(" ", el("span", { class: "nb" }, `(${hours})`));
      });
      return place;
    }

    // `Mo-Fr 07:40-15:30` in the reader's words; what is written otherwise stays as it is.
    #hours(written) {
      const DAYS = "Mo|Tu|We|Th|Fr|Sa|Su";
      if (!new RegExp(`^(${DAYS}|PH|off|closed|[\\d:;, -])+$`).test(written)) return written;
      const day = (at) => new Intl.DateTimeFormat(this.language, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + at));
      return written
        .replace(/\b0(?=\d:)/g, "")
        .replace(/-/g, "–")
        .replace(/;\s*/g, ", ")
        .replace(/off|closed/g, this.words.off)
        .replace(/PH/g, this.words.PH)
        .replace(new RegExp(DAYS, "g"), (code) => day(DAYS.split("|").indexOf(code)));
    }

    // Headings continue those of the page: one below the last that stands before the widget.
    #level() {
      const before = [...document.querySelectorAll("h1,h2,h3,h4,h5")].filter((heading) => this.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_PRECEDING);
      return before.length ? Number(before.pop().tagName[1]) + 1 : 2;
    }
  }

  customElements.define("kpum-search", KpumSearch);
})();
