"""A table of three rows in a PDF, its lines drawn in every way that word processors know."""

from itertools import pairwise

from reportlab.lib.pagesizes import A4

XS, YS = (80, 140, 340, 490), (700, 670, 640, 610)
ROWS = [["序号", "工作任务", "牵头单位"], ["1", "公开预算", "县财政局"], ["2", "公开决算", "县审计局"]]


def fill_in(canvas, font, rows=ROWS, xs=XS, ys=YS):
    canvas.setFont(font, 11)
    for row, y in zip(rows, ys[1:], strict=True):
        for text, x in zip(row, xs, strict=False):
            canvas.drawString(x + 4, y + 9, text)


def stroke(canvas, xs=XS, ys=YS):
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])


def thin_rectangles(canvas):
    for y in YS:
        canvas.rect(XS[0], y, XS[-1] - XS[0], 0.48, stroke=0, fill=1)
    for x in XS:
        for y in YS[1:]:
            canvas.rect(x, y, 0.48, 30, stroke=0, fill=1)


def doubled_lines(canvas):
    stroke(canvas)
    stroke(canvas, [x + 1.5 for x in XS], [y - 1.5 for y in YS])


def askew_lines(canvas):
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y + 0.4)
    for x in XS:
        canvas.line(x, YS[0], x + 0.3, YS[-1])


def open_at_its_sides(canvas):
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        canvas.line(x, YS[0], x, YS[-1])


def open_above(canvas):
    stroke(canvas, XS, YS[1:])
    for x in XS:
        canvas.line(x, YS[0], x, YS[-1])


def over_a_background(canvas):
    canvas.setFillGray(0.95)
    canvas.rect(0, 0, *A4, stroke=0, fill=1)
    canvas.rect(XS[0] + 15, YS[1] + 5, 20, 20, stroke=0, fill=1)
    canvas.setFillGray(0)
    stroke(canvas)


def shaded_cells_only(canvas):
    for n, y in enumerate(YS[1:]):
        canvas.setFillGray(0.9 if n % 2 else 0.8)
        for a, b in pairwise(XS):
            canvas.rect(a, y, b - a, 30, stroke=0, fill=1)
    canvas.setFillGray(0)


def in_a_form(canvas):
    canvas.beginForm("lines")
    stroke(canvas, [x / 2 for x in XS], [y / 2 for y in YS])
    canvas.endForm()
    canvas.saveState()
    canvas.scale(2, 2)
    canvas.doForm("lines")
    canvas.restoreState()
