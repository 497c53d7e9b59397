// The recruiter's desk. Carries core.js inside.
//   form[data-whatif][data-swap]   weights: number and range in step, the sum kept at 100
//   form[data-guard]               asks before unsaved fields are left
//   <script type="application/json" id="desk-keys">{"on": true, "go": {"r": url, "v": url, "b": url, "l": url}}
//                                  the keyboard map, only when the person switched it on
import './core.js';
import { guard } from './desk/guard.js';
import { keys } from './desk/keys.js';
import { whatIf } from './desk/weights.js';

guard();
keys();
whatIf();
