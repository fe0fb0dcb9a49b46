"""The least that a full-screen program on Python's curses can do: one frame, then wait for a key."""

import curses


def main(screen):
    curses.curs_set(0)
    rows, _ = screen.getmaxyx()
    for row in range(rows - 1):
        screen.addstr(row, 0, f"row {row} of a table with a few words in it")
    screen.addstr(rows - 1, 0, "q quit  ? help")
    screen.refresh()
    while screen.getch() != ord("q"):
        pass


curses.wrapper(main)
