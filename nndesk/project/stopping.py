"""The stop rules that look at the losses of whole epochs (interface §2, "Stopping")."""

import math
from collections.abc import Iterable

from nndesk.project.spec import Stop


class StopRules:
    """Says after which epoch a run stops, and which one was the best.

    A rule stops a run once: who goes on, goes on without it. The rest follows from the losses since the
    rules were set, so a run that was saved in between stops where it would have stopped.
    """

    def __init__(self, stop: Stop, met: Iterable[str] = ()) -> None:
        """``met`` are rules that stopped the run already, of which the losses no longer tell."""
        self._stop = stop
        self.met = set(met)
        self.best = 0  # the epoch with the lowest loss since the rules were set, the first of equal ones
        self._lowest = math.inf

    def begin(self, epoch: int, train: float, test: float | None) -> None:
        """Count from ``epoch`` on, whose own losses stop nothing."""
        self.best, self._lowest = epoch, train if test is None else test

    def met_after(self, epoch: int, train: float, test: float | None) -> str | None:
        """The rule that the losses after ``epoch`` meet for the first time; the earlier one of two."""
        watched = train if test is None else test
        if watched < self._lowest:
            self.best, self._lowest = epoch, watched
        below, patience = self._stop.loss_below, self._stop.patience
        if below is not None and train < below and self._is_new("loss_below"):
            return "loss_below"
        if patience is not None and epoch - self.best >= patience and self._is_new("patience"):
            return "patience"
        return None

    def _is_new(self, rule: str) -> bool:
        new = rule not in self.met
        self.met.add(rule)
        return new
