// Follows a reading of the repositories and goes on to the page that waits for it.
export function followReading(head) {
  const root = document.documentElement.dataset.root;
  const count = head.querySelector("[data-count]");
  const ask = async () => {
    try {
      const answer = await fetch(`${root}/api/reading`);
      const told = await answer.json();
      const number = new Intl.NumberFormat();
      count.textContent = told.total ? `${number.format(told.done)} / ${number.format(told.total)}` : number.format(told.done);
      if (told.total) Object.assign(head.querySelector("progress"), { max: told.total, value: Math.min(told.done, told.total) });
      if (told.is_done) return location.replace(head.dataset.back);
    } catch {
      head.querySelector("progress").hidden = true;
      count.parentElement.textContent = head.dataset.lost;
      return;
    }
    setTimeout(ask, 300);
  };
  setTimeout(ask, 150);
}
