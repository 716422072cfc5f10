// Makes the pages faster to use; every one of them works without this file.
//
// ask: the question and its results · context: the article it is asked of · complete: completions · views: results, article, two side by side · call: the
// call and its trail · deeds: what is done with an answer · records: what is sent about it · keys: the keyboard.

import * as ask from "./ask.js";
import * as banners from "./banners.js";
import * as call from "./call.js";
import * as complete from "./complete.js";
import * as context from "./context.js";
import * as panel from "./panel.js";
import * as records from "./records.js";
import * as views from "./views.js";
import "./keys.js";

document.documentElement.classList.add("scripted");

call.resume();
const deepLink = document.body.dataset.call;
if (deepLink) call.begin(deepLink);

ask.onShown(() => {
  // What completes the question stays until there is something better: an answer, or other completions.
  if (ask.isSure()) complete.close();
  if (views.viewing() !== "results" || location.pathname + location.search !== ask.address()) views.resultsChanged();
  if (!ask.isSure()) complete.offer();
});
ask.onSettled((question) => {
  // A new matter leaves the article by itself.
  if (context.id() && ask.askedOf() === context.id() && ask.cards()[0]?.dataset.id !== context.id()) context.leave();
  if (question && views.viewing() === "results") call.looked("question", ask.answered().question, ask.address());
});
views.onOpened(({ path, title }) => {
  complete.close();
  ask.stopSettling();
  if (ask.answered().question) call.looked("question", ask.answered().question, ask.address());
  call.looked("article", title, path);
});

views.beginViews();
ask.begin();
records.send();
banners.begin();
(globalThis.requestIdleCallback ?? setTimeout)(panel.prepare);
performance.mark("wired");
