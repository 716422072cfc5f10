// What came with the page is shown before anything is wired to it: the answer is read first, the keys come next.
//
// The modules are on their way meanwhile, for the page names them all. A tab that is not looked at wires itself when it is.

requestAnimationFrame(() => setTimeout(() => import("./console.js")));
