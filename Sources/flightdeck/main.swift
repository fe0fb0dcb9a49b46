import AWSSigning
import CSignals
import Dispatch

// Before anything opens a descriptor, also the runtime of Dispatch, which is why nothing is awaited out here.
StandardStreams.fillGaps()
signals_leave_quit_to_system()
CryptoLibrary.outlivesExit()
// With too few threads, Dispatch would wait for one for ever.
ProgramEntry.checkLimits()
Task { @MainActor in await ProgramEntry.run(CommandLine.arguments.dropFirst()) }
dispatchMain()
