// What the desk says of a request: that it is done, or what kept it, and that the text is safe meanwhile.

import { Lost, Refused, SignedOut, clock, make } from "./core.js";

let lostSince = null;

/// Says what kept a request from succeeding; `kept` tells that the text is safe.
export const tell = (place, fault, kept = "") => {
  if (fault.name === "AbortError") return;
  place.classList.add("caution");
  if (fault instanceof SignedOut) {
    const next = encodeURIComponent(location.pathname);
    const link = make("a", { href: `/logowanie?dalej=${next}`, target: "_blank", rel: "noopener" }, "Zaloguj się w nowej karcie");
    place.replaceChildren("Sesja wygasła. ", kept, " ", link, ", wróć tutaj i spróbuj jeszcze raz.");
  } else if (fault instanceof Lost) {
    lostSince ??= Date.now();
    place.replaceChildren(`Brak połączenia od ${clock(lostSince)}. ${kept} Spróbuj, gdy wróci.`);
  } else if (fault instanceof Refused) {
    const code = fault.status >= 500 ? ` (kod ${fault.code})` : "";
    place.replaceChildren(`${fault.message}${code}`);
  } else {
    console.error(fault);
    place.replaceChildren("Coś poszło nie tak po stronie tej strony. Odśwież ją; tekst jest zachowany.");
  }
};

export const say = (place, ...said) => {
  place.classList.remove("caution");
  place.replaceChildren(...said);
};

/// There is a connection again.
export const found = () => {
  lostSince = null;
};
