// Candidates who save without pause, and the book of what they were told.
import assert from 'node:assert/strict';
import { beginAttempt } from './candidate.mjs';
import { sql } from './otbor.mjs';

// Pseudo-random but repeatable numbers from 0 to 1.
export function* chance(seed) { for (;;) { seed = (seed * 1103515245 + 12345) % 2147483648; yield seed / 2147483648; } }

const RATINGS = (n) => ({ a: 1 + (n % 5), b: 1 + (Math.floor(n / 5) % 5), c: 3, d: 2 });

export class Load {
  // Each save has a revision of its own in the whole run: rev → { key, answer }, key = attempt/item.
  constructor(people, answer) { Object.assign(this, { people, answer, n: 0, sent: new Map(), acknowledged: new Set(), refused: new Map() }); }

  // People with the section `code` open; answer(n) is what save number n says.
  static async begin(url, links, { code = 'SJT', answer = RATINGS } = {}) {
    const people = [];
    for (const link of links) people.push(await beginAttempt(url, link, code));
    return new Load(people, answer);
  }

  moveTo(url) { for (const p of this.people) p.moveTo(url); }

  // All save at once until enough({ saves, refusals }) or the server is gone; how many were acknowledged and refused.
  async run(enough) {
    const count = { saves: 0, refusals: 0 };
    let over = false;
    await Promise.all(this.people.map(async (person) => {
      for (let i = 0; !over; i += 1) {
        const item = person.items[i % person.items.length].code;
        const key = `${person.attempt}/${item}`;
        const rev = (this.n += 1), answer = this.answer(rev);
        this.sent.set(rev, { key, answer });
        let reply;
        try { reply = await person.save(item, rev, answer); } catch { break; } // the server is gone: stored or not
        if (reply.status === 200) {
          assert.deepEqual([JSON.parse(reply.text).stored, JSON.parse(reply.text).rev], [true, rev]);
          this.acknowledged.add(rev);
          count.saves += 1;
        } else {
          this.refused.set(rev, reply);
          count.refusals += 1;
        }
        over ||= enough(count);
      }
    }));
    return count;
  }

  // What was refused once, sent again with its revision as a page would; now it is acknowledged.
  async sendRefusedAgain() {
    for (const rev of this.refused.keys()) {
      const { key, answer } = this.sent.get(rev);
      const [attempt, item] = key.split('/');
      const reply = await this.people.find((p) => p.attempt === attempt).save(item, rev, answer);
      assert.equal(reply.status, 200, reply.text);
      if (JSON.parse(reply.text).stored) this.acknowledged.add(rev); // else a newer one is there
    }
    this.refused.clear();
  }

  // Everything acknowledged is stored in this folder as it was sent, nothing refused is, nothing stands twice.
  async verify(dir, when = '', { refusedMayStand = false } = {}) {
    const attempts = this.people.map((p) => p.attempt);
    const rows = await sql(dir, `SELECT attempt_id || '/' || item AS key, rev, value FROM answer_current WHERE attempt_id IN (${attempts})`);
    const stored = new Map(rows.map((r) => [r.key, r]));
    for (const rev of this.acknowledged) {
      const { key } = this.sent.get(rev);
      assert.ok(stored.get(key)?.rev >= rev, `${when}: ${key} was acknowledged at revision ${rev}, stored is ${stored.get(key)?.rev}`);
    }
    const journal = await sql(dir, `SELECT attempt_id || '/' || item AS key, rev, value, count(*) AS n FROM answer_log WHERE attempt_id IN (${attempts}) GROUP BY 1, 2`);
    const keys = new Set([...this.sent.values()].map(({ key }) => key)); // the questionnaire is none of ours
    const ours = journal.filter((r) => keys.has(r.key));
    const kept = new Set(ours.map((r) => r.rev));
    for (const rev of this.acknowledged) assert.ok(kept.has(rev), `${when}: revision ${rev} is not in the journal`);
    for (const { key, rev, value, n } of ours) {
      assert.equal(n, 1, `${when}: revision ${rev} stands in the journal ${n} times`);
      assert.ok(refusedMayStand || !this.refused.has(rev), `${when}: revision ${rev} was refused and is stored`);
      assert.deepEqual({ key, answer: plain(JSON.parse(value)) }, this.sent.get(rev), `${when}: revision ${rev}`);
    }
    return stored;
  }
}

// An answer as the page sent it.
const plain = (value) => value?.raw ?? value;
