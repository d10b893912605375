"""Draws a layout: klayout -z -rd layout=FILE -rd picture=FILE [-rd properties=FILE] -r render-layout.py"""

import pya

WIDTH_PIXELS = 1600

view = pya.LayoutView()
view.load_layout(layout, True)  # noqa: F821, set by -rd
if "properties" in globals():
    view.load_layer_props(properties)  # noqa: F821
view.max_hier()
view.zoom_fit()
box = view.box()
view.save_image(picture, WIDTH_PIXELS, max(1, round(WIDTH_PIXELS * box.height() / box.width())))  # noqa: F821
