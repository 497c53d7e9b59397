// Two tabs of one attempt would overwrite each other. The elder answers a newcomer's greeting; the newcomer asks the person.
export function tabs(attempt, { clash, taken }) {
  if (typeof BroadcastChannel === 'undefined') return { took() {} }; // the server's lease still guards
  const me = { id: crypto.randomUUID(), born: performance.timeOrigin + performance.now() };
  let writer = true;
  const channel = new BroadcastChannel('otbor/' + attempt);
  channel.onmessage = ({ data }) => {
    if (data.is === 'hello' && writer && (data.born > me.born || (data.born === me.born && data.id > me.id))) channel.postMessage({ is: 'busy', to: data.id });
    if (data.is === 'busy' && data.to === me.id) { writer = false; clash(); }
    if (data.is === 'taken' && data.id !== me.id) { writer = false; taken(); }
  };
  channel.postMessage({ is: 'hello', ...me });
  return {
    took() {
      writer = true;
      channel.postMessage({ is: 'taken', id: me.id });
    },
  };
}
