// The portal as far as the widget's tests need one: pages of another origin, with their own styles and policy.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";

const DEMO = new URL("../../docs/widget-demo/", import.meta.url);

// What a page with the bluntest of style sheets does to everything in it.
const HOSTILE = `
html { font-size: 4px; }
* { color: red !important; font: 7px/0.5 fantasy !important; letter-spacing: 1em !important; text-transform: uppercase !important; text-align: right !important; word-spacing: 2em !important; text-indent: 3em !important; white-space: nowrap !important; cursor: none !important; user-select: none !important; }
input, button, ul, li, a, label, ol, p, dl, mark { display: none !important; position: fixed !important; width: 1px !important; background: red !important; }
kpum-search { opacity: 0.01; transform: rotate(180deg); filter: blur(9px); visibility: hidden; display: inline; }
.box, .field, .list, .out { display: none !important; }
form { border: 9px solid red !important; }
`;

/// Starts the portal. Once `serves(address)` has said where Drogowskaz is, its pages are: `/` the demonstration of
/// docs/widget-demo, `/strict?<line>` a page of that line under a strict policy, `/plain?…` and `/hostile?…` the same
/// without a policy, the second beside the worst of styles. `/strange` lives at an origin that nobody allowed.
export async function openPortal() {
  let drogowskaz = "";
  const page = (line, styles) =>
    `<!doctype html><html lang="pl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Portal</title><link rel="icon" href="data:,">${styles}<script src="${drogowskaz}/widget.js" defer></script></head><body><main><h1>Portal</h1>${line}</main></body></html>`;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, "http://portal");
    const line = decodeURIComponent(url.search.slice(1)) || "<kpum-search></kpum-search>";
    const html = { "content-type": "text/html; charset=utf-8" };
    const policy = `default-src 'none'; style-src 'none'; img-src data:; script-src ${drogowskaz}; connect-src ${drogowskaz}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
    switch (url.pathname) {
      case "/":
        response.writeHead(200, html).end(String(await readFile(new URL("index.html", DEMO))).replaceAll("http://127.0.0.1:8080", drogowskaz));
        break;
      case "/portal.css":
        response.writeHead(200, { "content-type": "text/css" }).end(await readFile(new URL("portal.css", DEMO)));
        break;
      case "/hostile.css":
        response.writeHead(200, { "content-type": "text/css" }).end(HOSTILE);
        break;
      case "/strict":
        response.writeHead(200, { ...html, "content-security-policy": policy }).end(page(line, ""));
        break;
      case "/pinned":
        response.writeHead(200, { ...html, "content-security-policy": policy }).end(page("", "").replace(/<script.*<\/script>/, line));
        break;
      case "/plain":
        response.writeHead(200, html).end(page(line, ""));
        break;
      case "/hostile":
        response.writeHead(200, html).end(page(line, '<link rel="stylesheet" href="/hostile.css">'));
        break;
      default:
        response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    address: `http://127.0.0.1:${port}`,
    // The same server under another name is another origin.
    stranger: `http://localhost:${port}`,
    serves: (address) => (drogowskaz = address),
    close: () => server.close(),
  };
}
