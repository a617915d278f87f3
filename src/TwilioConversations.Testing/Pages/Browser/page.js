'use strict';
// Everything that people wrote becomes text or an isolated element, never markup.
const $ = id => document.getElementById(id);
const state = { service: '', conversation: '', size: 50, search: '', participants: [], receipts: new Map(), media: new Map() };

function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value; else node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}
// Keeps the direction of a name or a message from turning the text around it.
const text = value => el('bdi', {}, String(value ?? ''));

async function send(method, path, body, headers) {
  const response = await fetch('/_emulator' + path, { method, body, headers });
  const content = response.headers.get('Content-Type')?.includes('json') ? await response.json() : null;
  if (!response.ok) throw new Error(content?.message ?? `${method} ${path}: ${response.status}`);
  return content;
}
const get = path => send('GET', path);
const post = (path, json) => send('POST', path, JSON.stringify(json), { 'Content-Type': 'application/json' });
const form = (path, fields) => send('POST', path, new URLSearchParams(fields), { 'X-Twilio-Webhook-Enabled': 'true' });
const inService = path => `/v1/Services/${state.service}${path}`;
const here = (path = '') => inService(`/Conversations/${state.conversation}${path}`);

// Replaces only what has changed, so that a selection, the focus and an open detail stay.
function show(list, items, keyOf, render) {
  const old = new Map([...list.children].map(node => [node.dataset.key, node]));
  let place = list.firstElementChild;
  for (const item of items) {
    const [key, mark] = [keyOf(item), JSON.stringify(item)];
    let node = old.get(key);
    if (!node || node.dataset.mark !== mark) {
      const fresh = render(item);
      Object.assign(fresh.dataset, { key, mark });
      const [isOpen, hadFocus] = [node?.querySelector('details')?.open, node?.contains(document.activeElement)];
      if (isOpen && fresh.querySelector('details')) fresh.querySelector('details').open = true;
      if (node) { if (place === node) place = fresh; node.replaceWith(fresh); }
      if (hadFocus) fresh.querySelector('button, select')?.focus();
      node = fresh;
    }
    old.delete(key);
    if (node === place) place = place.nextElementSibling; else list.insertBefore(node, place);
  }
  old.forEach(node => node.remove());
}

const nameOf = participant => participant?.identity ?? participant?.messaging_binding?.name ?? participant?.messaging_binding?.address
  ?? participant?.messaging_binding?.projected_address ?? participant?.sid ?? '';
const titleOf = conversation => conversation.friendly_name || conversation.unique_name || conversation.sid;
// Dates of the API have whole seconds.
const seconds = date => Math.floor(Date.parse(date) / 1000);
const clockOf = date => new Date(date).toLocaleTimeString();

async function refreshServices() {
  const { services } = await get('/v1/Services?PageSize=100');
  if (!services.some(service => service.sid === state.service)) state.service = services[0]?.sid ?? '';
  show($('service'), services.map(({ sid, friendly_name }) => ({ sid, friendly_name })), service => service.sid,
    service => el('option', { value: service.sid }, service.friendly_name || service.sid));
  $('service').value = state.service;
}

async function refreshList() {
  const { conversations, meta } = await get(inService(`/Conversations?PageSize=${state.size}`));
  const words = state.search.toLowerCase();
  const found = conversations.filter(conversation => JSON.stringify([conversation.sid, conversation.unique_name, conversation.friendly_name]).toLowerCase().includes(words));
  if (words && found.length === 0) {
    const named = await get(inService(`/Conversations/${encodeURIComponent(state.search)}`)).catch(() => null);
    if (named) found.push(named);
  }
  show($('conversations'), found.map(conversation => ({ ...conversation, current: conversation.sid === state.conversation })), conversation => conversation.sid,
    conversation => el('li', {}, el('button', { type: 'button', onclick: () => open(conversation.sid), 'aria-current': String(conversation.current) },
      text(titleOf(conversation)), el('span', {}, `${conversation.state} · ${conversation.sid}`))));
  $('more').hidden = !meta.next_page_url;
}

async function refreshThread() {
  if (!state.conversation) return;
  const [conversation, { participants }, { messages }, events] = await Promise.all([
    get(here()), get(here('/Participants?PageSize=100')), get(here('/Messages?PageSize=100&Order=desc')), get('/events?limit=500')]);
  state.participants = participants;
  const shown = messages.reverse();
  await Promise.all(shown.map(async message => {
    const mark = JSON.stringify(message.delivery);
    if (!message.delivery || state.receipts.get(message.sid)?.mark === mark) return;
    state.receipts.set(message.sid, { mark, list: (await get(here(`/Messages/${message.sid}/Receipts`))).delivery_receipts });
  }));
  // Events first: they stand before messages of the same time.
  const entries = [
    ...events.filter(event => event.conversationSid === state.conversation && !event.messageSid).map(event => ({
      event, time: event.time, key: event.time + event.eventType + event.participantSid,
      name: nameOf(participants.find(participant => participant.sid === event.participantSid)) || event.participantSid,
    })),
    ...shown.map(message => ({
      message, time: message.date_created, key: message.sid, receipts: state.receipts.get(message.sid)?.list ?? [],
      readers: participants.filter(participant => participant.last_read_message_index === message.index).map(nameOf),
      found: Boolean(state.search) && (message.body ?? '').toLowerCase().includes(state.search.toLowerCase()),
    })),
  ].sort((a, b) => seconds(a.time) - seconds(b.time));
  $('name').replaceChildren(text(titleOf(conversation)));
  const list = $('messages');
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  show(list, entries, entry => entry.key, entry => entry.message ? messageOf(entry) : el('li', { className: 'event' },
    `${clockOf(entry.time)} ${entry.event.eventType} `, text(entry.name)));
  if (atEnd) list.scrollTop = list.scrollHeight;
  show(document.forms.write.elements.as, participants.map(({ sid, identity, messaging_binding }) => ({ sid, identity, messaging_binding })), participant => participant.sid,
    participant => el('option', { value: participant.sid }, `${nameOf(participant)}${participant.identity ? '' : ` (${participant.messaging_binding?.type})`}`));
  $('write').hidden = participants.length === 0;
  showDetails(conversation, participants);
}

function messageOf({ message, found, receipts, readers }) {
  return el('li', { className: found ? 'message found' : 'message' },
    el('span', { className: 'quiet' }, text(message.author), ` · ${clockOf(message.date_created)} · ${message.index}`),
    el('div', { className: 'body', dir: 'auto' }, message.body ?? '', ...(message.media ?? []).map(mediaOf)),
    receipts.length || readers.length ? el('div', { className: 'receipts' },
      ...receipts.map(receipt => el('label', {}, text(nameOf(state.participants.find(participant => participant.sid === receipt.participant_sid)) || receipt.participant_sid), ' ',
        el('select', { onchange: event => act(() => post('/deliveries', { receiptSid: receipt.sid, status: event.target.value })) },
          ...['sent', 'delivered', 'read', 'failed', 'undelivered'].map(status => el('option', { selected: status === receipt.status }, status))))),
      readers.length ? el('span', {}, 'Read by ', text(readers.join(', '))) : null) : null,
    el('details', {}, el('summary', { className: 'quiet' }, message.sid), el('pre', {}, JSON.stringify(message, null, 2))));
}

function mediaOf(media) {
  const place = el('div', {}, el('button', { type: 'button', onclick: async () => window.open(await addressOf(media), '_blank', 'noopener') },
    text(media.filename || media.sid), ` (${media.content_type}, ${media.size} bytes)`));
  if (media.content_type?.startsWith('image/')) addressOf(media).then(address => place.prepend(el('img', { src: address, alt: media.filename || 'image' }))).catch(() => {});
  return place;
}
async function addressOf(media) {
  const { links, url } = await get(inService(`/Media/${media.sid}`));
  return new URL(links?.content_direct_temporary ?? url).pathname;
}

function showDetails(conversation, participants) {
  const mark = JSON.stringify([conversation, participants]);
  if ($('details').dataset.mark === mark) return;
  $('details').dataset.mark = mark;
  $('details').replaceChildren(
    el('h3', {}, `Participants (${participants.length})`),
    el('ul', {}, ...participants.map(participant => el('li', {}, el('details', {}, el('summary', {}, text(nameOf(participant)), ` ${participant.messaging_binding?.type ?? ''}`),
      el('pre', {}, JSON.stringify(participant, null, 2)))))),
    el('form', { onsubmit: event => { event.preventDefault(); act(() => form(here('/Participants'), { Identity: event.target.elements.identity.value })); } },
      el('label', {}, 'Identity ', el('input', { name: 'identity', required: true, autocomplete: 'off' })), ' ', el('button', { type: 'submit' }, 'Add participant')),
    el('h3', {}, 'Conversation'), el('pre', {}, JSON.stringify(conversation, null, 2)));
}

const logEntry = (title, isFailed, ...parts) => el('li', {}, el('details', {}, el('summary', { className: isFailed ? 'failed' : '' }, text(title)),
  ...parts.filter(([, value]) => value !== null && value !== undefined && value !== '').map(([label, value]) =>
    el('div', {}, el('h3', {}, label), el('pre', {}, typeof value === 'string' ? value : JSON.stringify(value, null, 2))))));

async function refreshLogs() {
  const [requests, webhooks, faults, clock] = await Promise.all([get('/requests?limit=100'), get('/webhooks?limit=100'), get('/faults'), get('/clock')]);
  const listOf = panel => $(panel).querySelector(':scope > ul') ?? $(panel).appendChild(el('ul'));
  show(listOf('requests'), requests.reverse(), entry => String(entry.number), entry => logEntry(
    `${clockOf(entry.time)} ${entry.method} ${entry.target} → ${entry.status ?? 'no response'}${entry.faultId ? `, fault ${entry.faultId}` : ''}`,
    !(entry.status < 400), ['Operation', entry.operation], ['Form', Object.keys(entry.formValues).length ? entry.formValues : null], ['Response', entry.responseBody]));
  show(listOf('webhooks'), webhooks.map((entry, number) => ({ ...entry, number })).reverse(), entry => `${entry.idempotencyToken}${entry.retryCount}${entry.number}`, entry => logEntry(
    `${clockOf(entry.time)} ${entry.eventType} ${entry.method} ${entry.url} → ${entry.statusCode ?? entry.error}`,
    !(entry.statusCode < 400), ['Fields', entry.fields], ['X-Twilio-Signature', entry.signature], ['Response', entry.responseBody], ['Error', entry.error]));
  show($('faultList'), faults, fault => fault.id, fault => el('li', {},
    el('pre', {}, JSON.stringify(fault, null, 2)), el('button', { type: 'button', onclick: () => act(() => send('DELETE', `/faults/${fault.id}`)) }, 'Remove')));
  $('now').textContent = new Date(clock.now).toLocaleString();
}

async function refresh() {
  try {
    await refreshServices();
    await Promise.all([refreshList(), refreshThread(), refreshLogs()]);
    $('status').textContent = '';
  } catch (error) {
    if (state.conversation && /not found/i.test(error.message)) { state.conversation = ''; $('messages').replaceChildren(); $('details').replaceChildren(); $('write').hidden = true; }
    $('status').textContent = error instanceof TypeError ? 'The emulator does not respond.' : error.message;
  }
}

async function act(action) {
  try { await action(); $('status').textContent = ''; await refresh(); } catch (error) { $('status').textContent = error.message; }
}

function open(sid) {
  state.conversation = sid;
  location.hash = `${state.service}/${sid}`;
  go('thread');
  $('messages').replaceChildren();
  refresh();
}
function go(view) { document.body.dataset.view = view; }

async function write(elements) {
  const participant = state.participants.find(({ sid }) => sid === elements.as.value);
  const file = elements.file.files[0];
  const mediaSid = file && (await send('POST', inService('/Media'), file, { 'Content-Type': file.type || 'application/octet-stream' })).sid;
  const content = { body: elements.body.value || undefined, mediaSid };
  await post('/messages', participant.identity
    ? { source: 'SDK', conversation: state.conversation, from: participant.identity, serviceSid: state.service, ...content }
    : { from: participant.messaging_binding.address, to: participant.messaging_binding.proxy_address, ...content });
  elements.body.value = elements.file.value = '';
}

function onSubmit(id, action) {
  $(id).addEventListener('submit', event => { event.preventDefault(); act(() => action(event.target.elements, event)); });
}
onSubmit('write', write);
onSubmit('clock', (_, event) => post('/clock', { advance: event.submitter.value }));
onSubmit('create', async ({ UniqueName }) => { open((await form(inService('/Conversations'), UniqueName.value ? { UniqueName: UniqueName.value } : {})).sid); UniqueName.value = ''; });
onSubmit('inbound', async elements => {
  const { conversationSid } = await post('/messages', { from: elements.from.value, to: elements.to.value, body: elements.body.value });
  elements.body.value = '';
  open(conversationSid);
});
onSubmit('fault', elements => {
  const kind = elements.kind.value;
  const fault = { kind, times: elements.times.value ? Number(elements.times.value) : null };
  if (['Error', 'Html'].includes(kind)) fault.status = Number(elements.status.value);
  if (kind === 'Latency') fault.milliseconds = Number(elements.milliseconds.value);
  if (elements.probability.value) fault.probability = Number(elements.probability.value);
  if (elements.operation.value) fault.operation = elements.operation.value;
  return post('/faults', fault);
});
$('reset').onclick = () => act(() => post('/reset', {}));
$('service').onchange = event => { state.service = event.target.value; state.conversation = ''; $('messages').replaceChildren(); refresh(); };
$('search').oninput = event => { state.search = event.target.value; refresh(); };
$('more').onclick = () => { state.size = Math.min(state.size * 2, 1000); refresh(); };
document.querySelectorAll('[data-go]').forEach(button => { button.onclick = () => go(button.dataset.go); });
const tabs = [...document.querySelectorAll('[role=tab]')];
for (const tab of tabs) {
  tab.onclick = () => tabs.forEach(other => {
    other.setAttribute('aria-selected', String(other === tab));
    $(other.getAttribute('aria-controls')).hidden = other !== tab;
  });
}
document.addEventListener('keydown', event => {
  const isTyping = /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName);
  if (event.key === '/' && !isTyping) { event.preventDefault(); $('search').focus(); }
  if (event.key === 'Escape') { document.activeElement.blur(); go(document.body.dataset.view === 'details' ? 'thread' : 'list'); }
  if (event.key === 'Enter' && !event.shiftKey && document.activeElement.name === 'body') { event.preventDefault(); document.activeElement.form.requestSubmit(); }
  if (['ArrowDown', 'ArrowUp'].includes(event.key) && $('conversations').contains(document.activeElement)) {
    event.preventDefault();
    const item = document.activeElement.closest('li');
    (event.key === 'ArrowDown' ? item.nextElementSibling : item.previousElementSibling)?.querySelector('button').focus();
  }
});

(async () => {
  [state.service, state.conversation] = [...location.hash.slice(1).split('/'), '', ''];
  if (state.conversation) go('thread');
  let changes = -1;
  for (;;) {
    await refresh();
    try { ({ changes } = await get(`/changes?after=${changes}&seconds=25`)); } catch { await new Promise(resolve => setTimeout(resolve, 2000)); }
  }
})();
