import ArgumentParser
import Monitor

/// `flightdeck keys`
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "List the keys of the terminal UI, screen by screen.")

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    /// The JSON document.
    private struct Document: Encodable {
        struct Screen: Encodable {
            let title: String
            let commands: [Row]

            private enum CodingKeys: String, CodingKey {
                case title = "Screen"
                case commands = "Commands"
            }
        }

        struct Row: Encodable {
            let id: String
            let keys: [String]
            let title: String
            let help: String
            let isInFooter: Bool

            private enum CodingKeys: String, CodingKey {
                case id = "Id"
                case keys = "Keys"
                case title = "Title"
                case help = "Help"
                case isInFooter = "InFooter"
            }
        }

        let screens: [Screen]

        private enum CodingKeys: String, CodingKey { case screens = "Screens" }
    }

    func run() async throws {
        try ServiceAccess.checkTheme(global)
        let output = StandardStreams.output(isASCII: global.ascii)
        let places = KeyReference().places
        guard !json else {
            let screens = places.map { place in
                Document.Screen(
                    title: place.title,
                    commands: place.rows.map {
                        Document.Row(
                            id: $0.id, keys: $0.keys, title: $0.title, help: $0.help, isInFooter: $0.isInFooter)
                    })
            }
            return try output.printJSON(Document(screens: screens))
        }
        for (index, place) in places.enumerated() {
            if index > 0 { output.print("") }
            output.print(output.usesColor ? Tint.faint.painted(place.title) : place.title)
            var table = TextTable([.left("KEYS"), .left("")])
            for row in place.rows {
                // What has no key is called by its name.
                let keys = row.keys.isEmpty ? ":\(row.title)" : row.keys.joined(separator: ", ")
                table.add([TextTable.Cell("  " + keys), TextTable.Cell(row.help)])
            }
            for line in table.lines(color: output.usesColor).dropFirst() { output.print(line) }
        }
    }
}
