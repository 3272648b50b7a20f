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
  };

  document.addEventListener('click', event => {
    const target = event.target.closest('[data-action], [data-copy]');
    if (target?.dataset.action) {
      event.preventDefault();
      event.stopPropagation();
      actions[target.dataset.action]();
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

  // The server no longer knows this page's session: only a fresh page helps. While it restarts, wait until it answers.
  const modal = document.getElementById('components-reconnect-modal');
  if (!modal) return;
  const answers = async () => {
    try { return (await fetch('health/live', { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok; } catch { return false; }
  };
  const reloadWhenBack = async () => {
    while (!await answers()) await new Promise(done => setTimeout(done, 1000));
    location.reload();
  };
  let leaving = false;
  new MutationObserver(() => {
    if (!leaving && /components-reconnect-(failed|rejected)/.test(modal.className)) {
      leaving = true;
      reloadWhenBack();
    }
  }).observe(modal, { attributes: true, attributeFilter: ['class'] });
})();
