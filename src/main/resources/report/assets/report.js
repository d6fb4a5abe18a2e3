// Everything works without this. It shows times as the browser's user writes them and keeps the run and the counters going.
'use strict';
(() => {
  const locale = document.documentElement.dataset.locale;
  const written = new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short'});
  const exact = new Intl.DateTimeFormat(locale, {dateStyle: 'full', timeStyle: 'long'});
  const count = new Intl.NumberFormat(locale, {useGrouping: true});
  const one = new Intl.NumberFormat(locale, {useGrouping: true, minimumFractionDigits: 1, maximumFractionDigits: 1});
  for (const time of document.querySelectorAll('time[datetime]')) {
    const date = new Date(time.dateTime);
    time.textContent = written.format(date);
    time.title = exact.format(date);
  }

  // the texts of the language, where something of the page goes on
  const texts = Object.assign({}, ...[...document.querySelectorAll('[data-texts]')].map(place => JSON.parse(place.dataset.texts)));
  const say = (key, ...values) => texts[key].replace(/\{(\d)\}/g, (place, n) => values[n]);
  const two = (larger, many, smaller, few) =>
    say('unit.' + larger, count.format(many)) + ' ' + say('unit.' + smaller, count.format(few));
  const span = seconds => seconds >= 86400 ? two('d', Math.floor(seconds / 86400), 'h', Math.floor(seconds % 86400 / 3600))
    : seconds >= 3600 ? two('h', Math.floor(seconds / 3600), 'min', Math.floor(seconds % 3600 / 60))
    : seconds >= 60 ? two('min', Math.floor(seconds / 60), 's', seconds % 60) : say('unit.s', count.format(seconds));
  const bytes = amount => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
    let unit = 0;
    for (; amount >= 1000 && unit < 5; unit++) amount /= 1000;
    return say('unit.' + units[unit], unit === 0 || amount >= 100 ? count.format(Math.round(amount)) : one.format(amount));
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
      place.textContent = span(left);
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

  const reload = document.querySelector('[data-reload]');
  if (reload) setTimeout(() => location.reload(), reload.dataset.reload * 1000);

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
    const took = millis => millis < 1000 ? say('unit.ms', count.format(millis))
      : millis < 60000 ? say('unit.s', one.format(millis / 1000)) : span(Math.floor(millis / 1000));
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
      text.textContent = of.shortname || say('course.nameless');
      link.append(text);
      name.append(link);
      row.append(name, cell(texts['stage.' + of.route] || of.stage), cell(took(of.millis), true), cell(of.bytes < 0 ? '' : bytes(of.bytes), true));
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
        link.textContent = say('running.show');
        ended.append(say('running.ended') + ' ', link);
        running.before(ended);
      }
      running.hidden = !run;
      before = !!run;
      if (!run) return;
      field('link').href = '/runs/' + run.runId;
      field('line').textContent = say(run.complete ? 'running.of' : 'running.of-at-least', count.format(run.done), count.format(run.offered))
        + ', ' + say('running.pace', one.format(run.perMinute)) + (run.left === null ? '' : ', ' + say('running.left', span(run.left)))
        + (run.stopping ? '; ' + say('running.stopping') : '');
      field('bar').max = Math.max(1, run.offered);
      field('bar').value = run.done;
      field('counts').textContent = say('running.counts', ...[run.ok, run.warned, run.unchanged, run.skipped, run.failed].map(count.format),
        bytes(run.bytes));
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
    const unless0 = (number, key) => number ? ' · ' + say(key, count.format(number)) : '';
    every(2, '/api/routes', view => {
      for (const route of view.routes) {
        for (const place of document.querySelectorAll(`[data-route="${CSS.escape(route.id)}"]`)) {
          const drawn = place.tagName === 'g';
          const set = (of, text) => {
            const field = place.querySelector(`[data-of=${of}]`);
            if (field && field.textContent !== text) field.textContent = text;
          };
          set('total', count.format(route.total));
          set('failed', drawn ? unless0(route.failed, 'routes.failed-count') : count.format(route.failed));
          set('inflight', drawn ? unless0(route.inflight, 'routes.now-count') : count.format(route.inflight));
        }
      }
    });
  }
})();
