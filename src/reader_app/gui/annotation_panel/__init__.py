"""The annotations beside the article: cards level with their passages, or a rail of dots."""

from reader_app.gui.annotation_panel.content import CardContent
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.controls import PanelColors

__all__ = ["AnnotationPanel", "CardContent", "PanelColors"]
