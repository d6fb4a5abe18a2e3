// Everything works without this. It shows times as the browser's user writes them and keeps the run and the counters going.
'use strict';
(() => {
  const written = new Intl.DateTimeFormat(navigator.language, {dateStyle: 'medium', timeStyle: 'short'});
  const exact = new Intl.DateTimeFormat(navigator.language, {dateStyle: 'full', timeStyle: 'long'});
  const count = new Intl.NumberFormat(navigator.language);
  const day = new Intl.DateTimeFormat(navigator.language, {dateStyle: 'medium', timeZone: 'UTC'});
  for (const place of document.querySelectorAll('[data-day]')) place.textContent = day.format(new Date(place.dataset.day));
  for (const time of document.querySelectorAll('time[datetime]:not([data-day])')) {
    const date = new Date(time.dateTime);
    time.textContent = written.format(date);
    time.title = exact.format(date);
  }

  const span = seconds => seconds >= 3600 ? Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min'
    : seconds >= 60 ? Math.floor(seconds / 60) + ' min ' + seconds % 60 + ' s' : seconds + ' s';
  const bytes = amount => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let unit = 0;
    for (; amount >= 1000 && unit < 5; unit++) amount /= 1000;
    return amount.toFixed(unit === 0 || amount >= 100 ? 0 : 1) + ' ' + units[unit];
  };
  const countdown = () => {
    for (const place of document.querySelectorAll('[data-until]')) {
      const left = Math.max(0, Math.round(place.dataset.until - Date.now() / 1000));
      place.textContent = left >= 86400 ? Math.floor(left / 86400) + ' d ' + Math.floor(left % 86400 / 3600) + ' h' : span(left);
    }
  };
  if (document.querySelector('[data-until]')) setInterval(countdown, 1000);

  const every = (seconds, address, show) => setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(address, {headers: {Accept: 'application/json'}});
      if (answer.ok) show(await answer.json());
    } catch (offline) { /* the page keeps what it showed last */ }
  }, seconds * 1000);

  const running = document.getElementById('running');
  if (running) {
    const field = of => running.querySelector(`[data-live=${of}]`);
    let before = !running.hidden;
    every(2, '/api/site', site => {
      const run = site.running;
      if (!run && before) location.reload();
      running.hidden = !run;
      before = !!run;
      if (!run) return;
      field('line').textContent = `course ${count.format(run.done)} of ${run.complete ? '' : 'at least '}${count.format(run.offered)}, `
        + `${count.format(Math.round(run.perMinute * 10) / 10)} a minute${run.left === null ? '' : ', ' + span(run.left) + ' left'}`;
      field('bar').max = Math.max(1, run.offered);
      field('bar').value = run.done;
      field('counts').textContent = `${count.format(run.ok)} OK, ${count.format(run.warned)} with warnings, `
        + `${count.format(run.unchanged)} unchanged, ${count.format(run.skipped)} skipped, ${count.format(run.failed)} failed; ${bytes(run.bytes)} written`;
    });
  }

  if (document.querySelector('svg.flow')) {
    const unless0 = (number, word) => number ? ` · ${count.format(number)} ${word}` : '';
    every(2, '/api/routes', view => {
      for (const route of view.routes) {
        for (const place of document.querySelectorAll(`[data-route="${CSS.escape(route.id)}"]`)) {
          const drawn = place.tagName === 'g';
          const set = (of, text) => {
            const field = place.querySelector(`[data-of=${of}]`);
            if (field && field.textContent !== text) field.textContent = text;
          };
          set('total', count.format(route.total));
          set('failed', drawn ? unless0(route.failed, 'failed') : count.format(route.failed));
          set('inflight', drawn ? unless0(route.inflight, 'now') : count.format(route.inflight));
        }
      }
    });
  }
})();
