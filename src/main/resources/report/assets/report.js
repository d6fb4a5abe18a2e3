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
  for (const night of document.querySelectorAll('.nights li')) night.title = night.querySelector('.hidden').textContent;

  const all = document.querySelector('[data-all]');
  if (all) {
    all.hidden = false;
    all.addEventListener('change', () => {
      for (const box of document.querySelectorAll('input[name=course]')) box.checked = all.checked;
    });
  }
  document.addEventListener('keydown', event => {
    const search = document.querySelector('input[type=search]');
    if (event.key !== '/' || !search || event.target.matches('input, select, textarea')) return;
    event.preventDefault();
    search.focus();
  });

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

  const verification = document.querySelector('[data-verification]');
  if (verification) {
    const place = of => verification.querySelector(`[data-of=${of}]`);
    every(2, '/api/verification', answer => {
      const state = answer.verification;
      place('done').textContent = count.format(state.verified.length);
      place('now').textContent = state.now || '';
      verification.querySelector('progress').value = state.verified.length;
      place('ended').hidden = !state.ended;
    });
  }

  const running = document.getElementById('running');
  if (running) {
    const field = of => running.querySelector(`[data-live=${of}]`);
    const took = millis => millis < 1000 ? millis + ' ms' : span(Math.floor(millis / 1000));
    const cell = (text, number) => {
      const made = document.createElement('td');
      if (number) made.className = 'number';
      made.textContent = text;
      return made;
    };
    const worker = of => {
      const row = document.createElement('tr');
      const name = cell('');
      const link = document.createElement('a');
      const text = document.createElement('bdi');
      name.className = 'name';
      link.href = '/courses/' + of.courseId;
      text.textContent = of.shortname || '(no name)';
      link.append(text);
      name.append(link);
      row.append(name, cell(of.stage), cell(took(of.millis), true), cell(of.bytes < 0 ? '' : bytes(of.bytes), true));
      return row;
    };
    let before = !running.hidden;
    const show = live => {
      const run = live.running;
      if (!run && before) {
        const ended = document.createElement('p');
        ended.className = 'notice';
        ended.setAttribute('role', 'status');
        const link = document.createElement('a');
        link.href = '';
        link.textContent = 'Show how it went';
        ended.append('The run has ended. ', link);
        running.before(ended);
      }
      running.hidden = !run;
      before = !!run;
      if (!run) return;
      field('link').href = '/runs/' + run.runId;
      field('line').textContent = `course ${count.format(run.done)} of ${run.complete ? '' : 'at least '}${count.format(run.offered)}, `
        + `${count.format(Math.round(run.perMinute * 10) / 10)} a minute${run.left === null ? '' : ', ' + span(run.left) + ' left'}`
        + (run.stopping ? '; it takes no more courses' : '');
      field('bar').max = Math.max(1, run.offered);
      field('bar').value = run.done;
      field('counts').textContent = `${count.format(run.ok)} OK, ${count.format(run.warned)} with warnings, `
        + `${count.format(run.unchanged)} unchanged, ${count.format(run.skipped)} skipped, ${count.format(run.failed)} failed; ${bytes(run.bytes)} written`;
      field('workers').hidden = run.working.length === 0;
      field('workers').querySelector('tbody').replaceChildren(...run.working.map(worker));
    };
    const follow = new EventSource('/api/live');
    follow.onmessage = event => show(JSON.parse(event.data));
    // too many browsers follow already, or something between does not let events through
    follow.onerror = () => {
      if (follow.readyState === EventSource.CLOSED) every(2, '/api/live', show);
    };
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
