// The pages that the runner's stub serves: a candidate's own, made by the real server from its templates. The server
// stays for the assets; everything else of the test happens against the stub.
import { demoFolder, serve, Visitor } from '../../support/otbor.mjs';
import { beginSection, doSection, openInvitation } from '../../support/candidate.mjs';

const SECTIONS = { single: 2, multiple: 2, sjt: 3, num: 4 }; // where a question of the type is to be found

// The page under the stub's addresses: one attempt A1, one question 7 of section 2.
const neutral = (html, attempt) => html
  .replaceAll(`/t/${attempt}/`, '/t/A1/').replaceAll(/\/t\/A1\/s\/\d+\//g, '/t/A1/s/2/')
  .replace(/(<form id="run-form" method="post" action=")[^"]*/, '$1/t/A1/s/2/q/7')
  .replace(/(<form id="hand-in" method="post" action=")[^"]*/, '$1/t/A1/s/2/close');

/** { html: page by type of question, and the review; asset(path): a file of the server; close() }. */
export async function realPages() {
  const { dir, demo } = await demoFolder(21);
  const server = await serve(dir, { flags: ['--limits', 'off'] });
  const visitor = new Visitor(server.url);
  const { attempt } = await openInvitation(server.url, demo.invitations[0], visitor);
  await doSection(visitor, attempt, 1);
  const html = {};
  for (const n of new Set(Object.values(SECTIONS))) {
    const { items } = await beginSection(visitor, attempt, n);
    for (const type of Object.keys(SECTIONS).filter((t) => SECTIONS[t] === n)) {
      const item = items.find((i) => i.type === type);
      if (!item) throw new Error(`section ${n} asks no ${type} question`);
      html[type] = neutral((await visitor.get(item.href)).text, attempt);
    }
    if (n === 2) html.review = neutral((await visitor.get(`/t/${attempt}/s/2/review`)).text, attempt);
  }
  return { html, asset: (path) => fetch(server.url + path), close: () => server.stop() };
}
