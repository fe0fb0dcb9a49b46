#pragma once
// What Swift cannot import from ncursesw: macros, variadics and globals, as typed inline functions.
#define NCURSES_WIDECHAR 1
#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
