#pragma once
// What Swift cannot import from ncursesw: macros, variadics and globals, as typed inline functions.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <wchar.h>

// Opens the terminal on standard input and output, without the exit that initscr makes of a failure.
static inline SCREEN *curses_open(const char *type) { return newterm((char *)(uintptr_t)type, stdout, stdin); }

// From <term.h>, whose macros take names such as `columns` and `lines` from everybody.
extern int setupterm(const char *type, int descriptor, int *status);
// From <wchar.h>, which shows it only to those who asked for X/Open before anybody included it.
extern int wcwidth(wchar_t character);

// Whether a terminfo entry of that name exists.
static inline bool curses_knows(const char *type) {
    int status = 0;
    return setupterm(type, 1, &status) == OK && status == 1;
}

// A terminfo string by its name, NULL where the terminal lacks it (terminfo says so with NULL or -1).
static inline const char *curses_string(const char *name) {
    char *text = tigetstr((char *)(uintptr_t)name);
    return text == (char *)-1 ? NULL : text;
}

// `COLORS` and `COLOR_PAIRS`, known after start_color.
static inline int curses_colors(void) { return COLORS; }
static inline int curses_pairs(void) { return COLOR_PAIRS; }

// Attributes, `A_*` in C.
static inline attr_t curses_bold(void) { return A_BOLD; }
static inline attr_t curses_dim(void) { return A_DIM; }
static inline attr_t curses_italic(void) { return A_ITALIC; }
static inline attr_t curses_underline(void) { return A_UNDERLINE; }
static inline attr_t curses_reverse(void) { return A_REVERSE; }

// One cell: a base and its marks (0 for none), attributes and an extended pair.
static inline cchar_t curses_cell(wchar_t base, wchar_t first, wchar_t second, attr_t attributes, int pair) {
    cchar_t cell;
    wchar_t text[4] = {base, first, second, 0};
    setcchar(&cell, text, attributes, 0, &pair);
    return cell;
}

// A cell without marks like another, with another base.
static inline cchar_t curses_recell(cchar_t like, wchar_t base) {
    like.chars[0] = base;
    return like;
}

// The columns that the C library, and so ncurses, gives a character; -1 for one that it cannot print.
static inline int curses_width(wchar_t character) { return wcwidth(character); }

// Puts a run of cells on the standard screen without wrapping.
static inline void curses_put(int row, int column, const cchar_t *cells, int count) {
    mvwadd_wchnstr(stdscr, row, column, cells, count);
}

// Moves the standard screen's cursor.
static inline void curses_move(int row, int column) { wmove(stdscr, row, column); }

// Brings the standard screen to the terminal's queue; doupdate sends it.
static inline void curses_stage(void) { wnoutrefresh(stdscr); }

// Makes the next doupdate paint everything.
static inline void curses_repaint(void) { clearok(curscr, TRUE); }

// Stops the library from scrolling, waiting and looking for typed-ahead input by itself.
static inline void curses_settle(void) {
    scrollok(stdscr, FALSE);
    leaveok(stdscr, FALSE);
    typeahead(-1);
}

// The window's size as the kernel knows it; false where it knows none.
static inline bool curses_window_size(int descriptor, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
    *rows = size.ws_row;
    *columns = size.ws_col;
    return true;
}

// The size that the library works with, `LINES` and `COLS` in C.
static inline int curses_rows(void) { return LINES; }
static inline int curses_columns(void) { return COLS; }
