// What the browser does without asking the server: theme, menu, copying, keys in lists, and finding out that the server is gone.
(() => {
  'use strict';
  const root = document.documentElement;
  const remember = (name, value) => { document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`; };

  const actions = {
    theme() {
      const theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
      const link = document.getElementById('theme');
      root.dataset.theme = theme;
      document.querySelector('meta[name=color-scheme]').content = theme;
      link.href = link.dataset[theme];
      remember('theme', theme);
    },
    menu() {
      if (matchMedia('(max-width: 1100px)').matches) {
        root.dataset.menu = root.dataset.menu === 'open' ? '' : 'open';
        if (root.dataset.menu === 'open') document.querySelector('.side-nav a')?.focus();
        return;
      }
      root.dataset.menu = root.dataset.menu === 'folded' ? '' : 'folded';
      remember('menu', root.dataset.menu);
    },
    skip() { document.getElementById('main').focus(); },
    reload() { location.reload(); },
    print() { print(); },
    pick(button) { button.previousElementSibling.showPicker(); },
    stay() { touched(); keepAlive(); },
  };

  document.addEventListener('click', event => {
    const target = event.target.closest('[data-action], [data-copy]');
    if (target?.dataset.action) {
      event.preventDefault();
      event.stopPropagation();
      actions[target.dataset.action](target);
    } else if (target) {
      event.stopPropagation();
      copy(target);
    } else if (root.dataset.menu === 'open' && !event.target.closest('.side-nav .side-heading')) {
      root.dataset.menu = '';
    }
  }, true);

  async function copy(button) {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const text = document.createElement('textarea');
      text.value = button.dataset.copy;
      document.body.append(text);
      text.select();
      document.execCommand('copy');
      text.remove();
    }
    const icon = button.querySelector('.icon');
    icon.textContent = 'check';
    setTimeout(() => { icon.textContent = 'content_copy'; }, 1200);
  }

  // A click anywhere in a row follows the row's link, unless text was selected or something else was meant.
  document.addEventListener('click', event => {
    const row = event.target.closest('tr[data-row=link]');
    if (row && !event.target.closest('a, button, input, select, label') && getSelection().isCollapsed)
      row.querySelector('a.row-link').click();
  });

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && root.dataset.menu === 'open') root.dataset.menu = '';
    const link = event.target.closest?.('a.row-link');
    if (!link || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    const row = link.closest('tr');
    const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
    next?.querySelector('a.row-link')?.focus();
    event.preventDefault();
  });

  // "/" goes to the first search field.
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
    const search = document.querySelector('main input[type=search]');
    if (search) { search.focus(); event.preventDefault(); }
  });

  const modal = document.getElementById('components-reconnect-modal');
  if (!modal) return;

  // A question in front of the page, as the browser's own dialog.
  window.custodyModal = dialog => { dialog.showModal(); dialog.querySelector('[autofocus]')?.focus(); };

  // A file that the page made is saved like a download.
  window.custodySave = async (name, stream) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  // The session ends after a quarter of an hour without a key or click. While the person works, the cookie is renewed: work over the
  // connection alone would not renew it.
  const minute = 60_000;
  const [renewEvery, warnAfter, leaveAfter] = [4 * minute, 13 * minute, 15 * minute];
  const idle = document.getElementById('idle');
  let [lastTouch, lastRenewal] = [Date.now(), Date.now()];
  function touched() {
    if (idle.hidden) lastTouch = Date.now();
  }
  async function keepAlive() {
    [lastTouch, lastRenewal] = [Date.now(), Date.now()];
    idle.hidden = true;
    try {
      const answer = await fetch('session', { redirect: 'manual', cache: 'no-store' });
      if (answer.type === 'opaqueredirect') location.reload();
    } catch { /* The connection is away; the reconnect box says so. */ }
  }
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, touched, true);
  setInterval(() => {
    const quiet = Date.now() - lastTouch;
    if (quiet >= leaveAfter) document.getElementById('sign-out').submit();
    else if (quiet >= warnAfter) idle.hidden = false;
    else if (Date.now() - lastRenewal >= renewEvery && lastTouch > lastRenewal) keepAlive();
  }, 10_000);

  // The server no longer knows this page's session: only a fresh page helps. While it restarts, wait until it answers.
  const answers = async () => {
    try { return (await fetch('health/live', { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok; } catch { return false; }
  };
  let leaving = false;
  const reloadWhenBack = async () => {
    if (leaving) return;
    leaving = true;
    while (!await answers()) await new Promise(done => setTimeout(done, 1000));
    location.reload();
  };
  new MutationObserver(() => {
    if (/components-reconnect-(failed|rejected)/.test(modal.className)) reloadWhenBack();
  }).observe(modal, { attributes: true, attributeFilter: ['class'] });

  // After sleep a page can look alive while its connection is dead: ask the page's own server part, and start afresh without an answer.
  window.custodyHeartbeat = page => {
    let asking = false;
    const ask = async () => {
      if (asking || document.hidden) return;
      asking = true;
      const late = new Promise(done => setTimeout(() => done(false), 5000));
      const alive = await Promise.race([page.invokeMethodAsync('Beat').catch(() => false), late]);
      asking = false;
      if (!alive && !modal.className.includes('components-reconnect-show')) reloadWhenBack();
    };
    document.addEventListener('visibilitychange', ask);
    window.addEventListener('online', ask);
  };
})();
