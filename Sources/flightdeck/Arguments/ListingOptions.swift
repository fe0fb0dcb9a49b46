import ArgumentParser

/// Options of every listing command.
struct ListingOptions: ParsableArguments {
    @Flag(help: "Print one JSON document with the API's own keys.")
    var json = false

    @Option(help: ArgumentHelp("Only names that contain this text.", valueName: "text"))
    var nameContains: String?

    @Option(help: ArgumentHelp("Only this status.", valueName: "status"))
    var statusEquals: String?

    @Option(help: ArgumentHelp("Show at most this many rows.", valueName: "number"))
    var maxItems: Int?

    /// Whether rows are left out that are there.
    var isFiltered: Bool { nameContains != nil || statusEquals != nil }

    func validate() throws {
        try Check.nameContains(nameContains)
        try Check.range(maxItems, 1...1_000_000, of: "--max-items")
    }
}
