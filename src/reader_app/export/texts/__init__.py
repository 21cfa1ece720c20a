"""Notes and data as text: Markdown, JSON, CSV, Web Annotations, citations."""
