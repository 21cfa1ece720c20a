"""The page view: one surface for every format, with marks, selection and caret on it."""
