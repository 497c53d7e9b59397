// The candidate runner: an answer is on this device first, on the server second, and the page always says where it is.
//
// <script type="application/json" id="run-data"> of the server, all times in ms since 1970:
//   attempt      id of the attempt
//   item         id of the question; null on the review page
//   type         "single" | "multiple" | "sjt" | "num" | "review"
//   lease        the writer's lease of this page
//   rev          revision of the stored answer, 0 when there is none
//   csrf         token for X-CSRF-Token
//   now_ms       the server's clock when the page was made
//   deadline_ms  end of the section, null without a limit
//   limit_ms     length of the section for this person, null without a limit
//   max          longest text answer in characters, 0 when it does not apply
//   urls.save    "/api/attempts/{attempt}/items/{item}", the literal {item} is filled here
//   urls.lease   "/api/attempts/{attempt}/lease"
//   urls.review  the review page of the section
//   texts.*      see run/status.js and run/clock.js; {time} {s} {min} {n} {max} {detail} {stored} {value} are filled here
//
// Save: POST urls.save {lease, rev, answer, client_ms}, X-CSRF-Token.
//   200 {rev, stored, now_ms, deadline_ms, understood?}
//   409 {answer, rev}: that rev holds another answer; 409 without "answer": the lease is lost
//   410 {saved_ms}; 413, 422 {detail}; 401; 403; 429, 503 with Retry-After
// Take over: POST urls.lease {} -> {lease}.
// answer: single "b" or null, multiple ["a","c"], sjt {"a":4}, num raw text. client_ms is when the person answered.
//
// Page: #run-form (answer or answer.a…, hidden rev and lease, buttons name=go stay|back|next|review), #save, #note,
// #why-not, #clock, [data-clock], #understood, details#all; on the review page form[data-handin].
import './core.js';
import { start } from './run/runner.js';

start();
