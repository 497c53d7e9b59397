// What every page may use. run.js and desk.js carry it inside: a page loads one of the three.
//   a[data-swap="#id"], form[data-swap], form[data-live]   partial pages
//   [data-sum]             the error summary takes the focus
//   [data-count=fieldId]   letters left; data-text="… {n}"
//   [data-copy=elementId]  copies its text; data-done="Скопировано"
//   [data-print], [data-dialog=id]
//   body[data-fail]        said when a partial load fails
//   form[data-draft=name], [data-draft-done=name]   what was typed is kept until it is sent
//   .nojs                  hidden once scripts run
import * as draft from './core/draft.js';
import * as forms from './core/forms.js';
import * as swapping from './core/swap.js';

swapping.start(); // before forms: the guard against double sending leaves prevented submits alone
forms.start();
draft.start();
