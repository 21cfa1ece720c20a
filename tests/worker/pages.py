"""Web pages that tests save: one article each, with what usually stands around it."""

PARAGRAPHS = (
    "The sea comes twice a day, and each time it stays for a little more than six hours.",
    "The moon pulls the water towards itself, and the earth turns away below the bulge.",
    "Where a bay is narrow the water has nowhere to go but up, by fifteen metres in some places.",
    "Fishers knew the hours of the tide by heart long before anybody printed them in a table.",
)


def page(
    *paragraphs: str,
    title: str = "Tides",
    address: str = "https://example.org/tides",
    around: str = "Home News About",
) -> bytes:
    """Return a page whose article has these paragraphs, and the usual ones if none are given."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or PARAGRAPHS)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        f'<link rel="canonical" href="{address}"></head>'
        f"<body><nav>{around}</nav><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()
