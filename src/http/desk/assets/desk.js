// The desk's pages. What is on the page decides what runs; lists and histories need nothing of this.

import { begin as editor } from "./desk-editor.js";
import { begin as intake } from "./desk-intake.js";
import { begin as notices } from "./desk-notices.js";
import { at } from "./core.js";

if (at("edytor_")) editor();
if (at("dokument_")) intake();
if (at("ogloszenie_")) notices();
