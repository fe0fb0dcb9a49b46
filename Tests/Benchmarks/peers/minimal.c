// The least that a full-screen program on ncurses can do: one frame, then wait for a key.
#include <locale.h>
#include <ncurses.h>

int main(void) {
    setlocale(LC_ALL, "");
    initscr();
    cbreak();
    noecho();
    curs_set(0);
    for (int row = 0; row < LINES - 1; row++) mvprintw(row, 0, "row %d of a table with a few words in it", row);
    mvprintw(LINES - 1, 0, "q quit  ? help");
    refresh();
    while (getch() != 'q') continue;
    endwin();
    return 0;
}
