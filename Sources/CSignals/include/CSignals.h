#pragma once

/// Lets SIGQUIT end the process at once, also one that has come since the process began.
///
/// Until then it is held back: Swift's runtime takes it for a crash from the moment it is loaded, before `main`, and asks on
/// the terminal what to do. Ignored by whoever started the program, as nohup does, it stays ignored.
void signals_leave_quit_to_system(void);
