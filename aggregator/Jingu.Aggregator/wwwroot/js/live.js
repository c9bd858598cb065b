// Keeps what a page shows up to date from its stream: elements name the values that are their text (data-live) and
// their attributes (data-live-attributes="width=key x=key"). A page that hears nothing for a while says so.
const silentAfter = 25_000; // the server writes every 10 s at least
const againAfter = 5_000;
const root = document.body;
const state = document.querySelector('[data-live-state]');
let source;
let silence;

function show(name) {
  root.dataset.liveNow = name;
  state.dataset.state = name;
  state.title = name === 'on' ? root.dataset.on : root.dataset.lost;
}

function apply(values) {
  for (const element of document.querySelectorAll('[data-live]')) {
    const value = values[element.dataset.live];
    if (value !== undefined && element.textContent !== (value ?? '')) element.textContent = value ?? '';
  }
  for (const element of document.querySelectorAll('[data-live-attributes]')) {
    for (const pair of element.dataset.liveAttributes.split(' ')) {
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), values[pair.slice(at + 1)]];
      if (value === undefined || element.getAttribute(name) === value) continue;
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
      if (name === 'data-stamp') element.dispatchEvent(new CustomEvent('stamp'));
    }
  }
}

function heard() {
  show('on');
  clearTimeout(silence);
  silence = setTimeout(lost, silentAfter);
}

function lost() {
  show('lost');
  source?.close();
  setTimeout(open, againAfter);
}

// A stream that is refused says nothing of why: whoever's session has ended signs in, and comes back here.
async function askWhy() {
  const asked = new AbortController();
  try {
    const answer = await fetch(root.dataset.stream, { signal: asked.signal, cache: 'no-store' });
    if (answer.status === 401) {
      location.assign(`/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`);
    }
  } catch {
    // Nobody answers: it is tried again anyway.
  } finally {
    asked.abort();
  }
}

function open() {
  source?.close();
  source = new EventSource(root.dataset.stream);
  source.addEventListener('values', event => { apply(JSON.parse(event.data)); heard(); });
  source.addEventListener('beat', heard);
  source.addEventListener('stale', () => { heard(); show('lost'); });
  // The browser opens a broken stream again by itself; what it gave up for good is opened here.
  source.addEventListener('error', () => {
    clearTimeout(silence);
    if (source.readyState === EventSource.CLOSED) {
      lost();
      askWhy();
    }
    else { show('lost'); silence = setTimeout(lost, 90_000); }
  });
}

open();
addEventListener('pagehide', () => source.close());
addEventListener('pageshow', event => { if (event.persisted) open(); });
