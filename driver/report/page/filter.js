// The filters live in the address, so a filtered view can be sent to somebody.
const form = document.forms[0];
const findings = [...document.querySelectorAll('article')];

function matches(finding, wanted) {
  const data = finding.dataset;
  return (!wanted.check || data.check === wanted.check) &&
    (!wanted.severity || data.severity === wanted.severity) &&
    (!wanted.folder || data.folder === wanted.folder || data.folder.startsWith(wanted.folder + '/')) &&
    (wanted.closed || data.state === 'open') &&
    (!wanted.text || finding.textContent.toLowerCase().includes(wanted.text.toLowerCase()));
}

function apply() {
  const wanted = Object.fromEntries(new FormData(form));
  let shown = 0;
  for (const finding of findings)
    if (!(finding.hidden = !matches(finding, wanted))) ++shown;
  form.elements.shown.value = `${shown} of ${findings.length} shown`;
  return new URLSearchParams(Object.entries(wanted).filter(([, value]) => value)).toString();
}

function read() {
  form.reset();
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements[name];
    if (field) field.type === 'checkbox' ? field.checked = true : field.value = value;
  }
  apply();
}

form.addEventListener('input', () => history.replaceState(null, '', '#' + apply()));
form.addEventListener('submit', event => event.preventDefault());
addEventListener('hashchange', read);
read();
