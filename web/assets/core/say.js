// One polite voice for the whole page. Two regions would talk over each other.
let region;

export function say(text) {
  if (!text) return;
  if (!region?.isConnected) {
    region = document.createElement('p');
    region.className = 'vh';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  // A changed node is read even when the words are the same as before.
  region.replaceChildren(document.createTextNode(text));
}

// {name} in texts of the server, filled here: no sentence lives in code.
export const fill = (text, vars = {}) => (text ?? '').replace(/\{(\w+)\}/g, (_, k) => vars[k] ?? '');
