import ArgumentParser
import BatchInference

/// Which profiles and regions are watched together.
struct FleetArguments: ParsableArguments {
    @Option(help: ArgumentHelp("Watch these profiles, separated by commas.", valueName: "names"))
    var profiles: NameList?

    @Option(help: ArgumentHelp("Watch these regions, separated by commas.", valueName: "names"))
    var regions: NameList?

    /// Where to look: what the run goes by, where nothing else is named.
    var members: [FleetMember] {
        FleetMember.all(
            profiles: profiles.map { $0.names.map(Optional.some) } ?? [nil], regions: regions?.names ?? [])
    }

    var isNamed: Bool { profiles != nil || regions != nil }

    func validate() throws {
        for region in regions?.names ?? [] { try Check.region(region, of: "--regions") }
    }
}

/// Names with commas between them, each once.
struct NameList: Hashable, ExpressibleByArgument {
    var names: [String]

    init?(argument: String) {
        names = []
        for part in argument.byteParts(at: ",") {
            let name = PastedText.trimmed(String(part))
            guard !name.isEmpty else { return nil }
            if !names.contains(name) { names.append(name) }
        }
    }
}
