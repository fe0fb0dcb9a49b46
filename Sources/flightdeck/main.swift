await ProgramEntry.run(CommandLine.arguments.dropFirst())
