// Shows how far each sync is, and loads the page again when the last one ended.
export function followSyncs(places) {
  const root = document.documentElement.dataset.root;
  let wasRunning = false;
  const ask = async () => {
    const answer = await fetch(`${root}/api/syncs`).catch(() => null);
    if (!answer?.ok) return;
    const told = await answer.json();
    const isRunning = Object.values(told).some((run) => !run.is_done);
    for (const place of places) {
      const run = told[place.dataset.sync];
      if (run && !run.is_done) place.textContent = run.total ? `${run.done} / ${run.total}` : `${run.done}`;
    }
    if (isRunning) {
      wasRunning = true;
      setTimeout(ask, 400);
    } else if (wasRunning) location.reload();
  };
  ask();
}
