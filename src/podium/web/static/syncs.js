// Shows how far each sync is, and loads the page again when the last one ended.
export function followSyncs(places) {
  const root = document.documentElement.dataset.root;
  const number = new Intl.NumberFormat();
  const ask = async () => {
    const answer = await fetch(`${root}/api/syncs`).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    for (const place of places) {
      const run = told[place.dataset.sync];
      if (!run || run.is_done) continue;
      const count = [run.done, ...(run.total ? [run.total] : [])].map((n) => number.format(n)).join(" / ");
      place.querySelector("[data-count]").textContent = count;
      place.querySelector("[data-remark]").textContent = run.remark;
      if (run.total) Object.assign(place.querySelector("progress"), { max: run.total, value: Math.min(run.done, run.total) });
    }
    if (Object.values(told).some((run) => !run.is_done)) setTimeout(ask, 400);
    else location.reload();
  };
  ask();
}
