// Reads "?social=12-34-10", shows it, and tells Placard when the picture may be taken.
// The address comes from outside: it is checked as a whole first, and only ever becomes text and numbers.

const FEWEST_MARKS = 36;
const MOST_MARKS = 90;

function parse(id) {
  const match = /^([1-9][0-9]{0,2})-([1-9][0-9]{0,2})-(0|[1-9][0-9]{0,2})$/.exec(id);
  if (!match) return null;
  const [km, days, left] = match.slice(1).map(Number);
  return days <= 366 && left <= 366 ? { km, days, left } : null;
}

function show(id, text) {
  document.getElementById(id).textContent = text;
}

function headline({ days, left }) {
  if (left === 0) return 'All the way to the last day';
  const part = days / (days + left);
  if (part < 0.25) return 'Off to a good start';
  if (part <= 0.5) return 'Well on the way';
  if (part < 0.75) return 'More than half done';
  return 'The last stretch is on';
}

// One mark a day, clockwise from the top. Of many days several share a mark, of few each has several.
function drawDial({ days, left }) {
  const dial = document.querySelector('.dial');
  const whole = days + left;
  const marks = Math.min(whole * Math.ceil(FEWEST_MARKS / whole), MOST_MARKS);
  const over = Math.max(1, Math.round((marks * days) / whole));
  dial.style.setProperty('--width', `${Math.min(14, 720 / marks)}px`);
  for (let mark = 0; mark < marks; ++mark) {
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
    line.setAttribute('y1', '-244');
    line.setAttribute('y2', mark === over - 1 ? '-184' : '-204');
    line.setAttribute('transform', `rotate(${(360 * mark) / marks})`);
    line.setAttribute('class', mark < over - 1 ? 'over' : mark === over - 1 ? 'over today' : '');
    dial.append(line);
  }
}

function draw(challenge) {
  const { km, days, left } = challenge;
  show('km', km);
  show('days', days);
  show('days-label', days === 1 ? 'day run' : 'days run');
  show('left', left);
  show('left-label', left === 1 ? 'day to go' : 'days to go');
  const pace = km / days;
  show('pace', new Intl.NumberFormat('en', { maximumSignificantDigits: pace < 100 ? 2 : 3 }).format(pace));
  show('headline', headline(challenge));
  drawDial(challenge);
}

const challenge = parse(new URLSearchParams(location.search).get('social') ?? '');
if (challenge) {
  draw(challenge);
  // Outside Placard there is nobody to tell.
  document.fonts.ready.then(() => window.placard?.ready());
} else {
  show('headline', 'No such challenge');
}
