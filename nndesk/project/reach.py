"""Going on to a moment between two epochs, as lessons and films ask: `training.stop.epochs` is not heeded."""

from nndesk.project.run import Run


def step_at(run: Run, epoch: float) -> int:
    """The step at which ``epoch`` epochs are done; a fraction is as many steps of the next one."""
    whole = int(epoch)
    first = run.end_of(whole)
    return first + int((epoch - whole) * (run.end_of(whole + 1) - first))


def reach(run: Run, epoch: float) -> None:
    """Train ``run`` until ``epoch`` epochs are done, or another stop rule is met, or it diverges.

    The caller sets up the thread with `quiet_numbers`.
    """
    last = step_at(run, epoch)
    while run.step < last and run.stopped in (None, "epochs"):
        run.go_on()
        run.advance(last - run.step)
