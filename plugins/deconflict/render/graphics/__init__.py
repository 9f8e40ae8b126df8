"""Data graphics as SVG made at build time.

Most have no fixed width: positions along the scale are shares of whatever width the page gives, letters keep their
size. So one drawing serves phone, desk and paper; labels are kept apart at the narrowest.
"""
