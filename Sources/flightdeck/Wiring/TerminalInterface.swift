enum TerminalInterface {
    @MainActor static func run(_ options: GlobalOptions) async throws {}
}
