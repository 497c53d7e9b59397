// One request to the server: JSON in, {status, body, wait} out; status 0 is "no reply".
export async function post(url, csrf, data, { keepalive = false, timeout = 8000 } = {}) {
  const body = JSON.stringify(data);
  try {
    const r = await fetch(url, {
      method: 'POST',
      body,
      // Browsers refuse keepalive bodies over 64 KiB in all; IndexedDB has the answer anyway.
      keepalive: keepalive && body.length < 20000,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf },
      signal: AbortSignal.timeout?.(timeout),
    });
    let reply = {};
    try { reply = await r.json(); } catch { /* a proxy's page; the status says enough */ }
    const after = Number(r.headers.get('Retry-After'));
    return { status: r.status, body: reply, wait: after > 0 ? after * 1000 : 0 };
  } catch {
    return { status: 0, body: {}, wait: 0 };
  }
}

/**
 * The page's run-data as the server has it now (new token after a new sign-in, new clock after bfcache). {} when the
 * server answers with another page (signed out), null when it does not answer or has no time.
 */
export function reread() {
  return new Promise((done) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', location.href);
    xhr.responseType = 'document';
    xhr.timeout = 8000;
    xhr.onloadend = () => {
      if (xhr.status === 0 || xhr.status >= 429) return done(null);
      try { done(JSON.parse(xhr.response.getElementById('run-data').textContent)); } catch { done({}); }
    };
    xhr.send();
  });
}
