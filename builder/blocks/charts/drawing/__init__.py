"""How a chart is drawn: axes, marks, fonts, and the process that runs Altair."""
