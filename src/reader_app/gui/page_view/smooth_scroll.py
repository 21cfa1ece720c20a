"""Scrolling that glides: steps of wheel and keys are run together into one movement."""

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QScrollBar

_DURATION = 140  # milliseconds


class SmoothScroll(QObject):
    """Moves a scroll bar to a value, gliding."""

    def __init__(self, bar: QScrollBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bar = bar
        self._target = 0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_DURATION)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_value_changed)

    @property
    def is_running(self) -> bool:
        """Whether a movement is under way."""
        return self._animation.state() == QAbstractAnimation.State.Running

    def by(self, pixels: int) -> None:
        """Move on by some pixels from where the present movement leads."""
        self.to((self._target if self.is_running else self._bar.value()) + pixels)

    def to(self, value: int) -> None:
        """Move to a value."""
        self._target = min(max(value, self._bar.minimum()), self._bar.maximum())
        self._animation.stop()
        if self._target == self._bar.value():
            return
        self._animation.setStartValue(self._bar.value())
        self._animation.setEndValue(self._target)
        self._animation.start()

    def stop(self) -> None:
        """Stand still."""
        self._animation.stop()

    def _on_value_changed(self, value: int) -> None:
        self._bar.setValue(value)
