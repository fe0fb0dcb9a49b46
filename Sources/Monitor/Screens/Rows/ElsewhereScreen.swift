import AWSOperations
import BatchInference
import Console

/// Outputs for use elsewhere: a presigned URL, a command line, and lines of Python and SQL that read them.
struct ElsewhereScreen: PageScreen {
    enum Event: Sendable {
        case signed(url: String, seconds: Int)
        case failed(String)
    }

    /// How long a presigned URL works, in seconds.
    private static let lasting = 3600

    let subject: OutputSnippet.Subject
    private(set) var form = 0
    private(set) var url: (text: String, seconds: Int)?
    private(set) var problem: String?
    private var page = TextPage()

    init(_ subject: OutputSnippet.Subject) { self.subject = subject }

    var crumb: String { "Use elsewhere" }

    /// A presigned URL is of one object.
    private var titles: [String] { (subject.isPrefix ? [] : ["Presigned URL"]) + OutputSnippet.allCases.map(\.title) }

    private var snippet: OutputSnippet? {
        let place = form - (subject.isPrefix ? 0 : 1)
        return OutputSnippet.allCases.indices.contains(place) ? OutputSnippet.allCases[place] : nil
    }

    /// The text that is shown and copied; nil while there is none.
    var text: String? { snippet.map { $0.text(subject) } ?? url?.text }

    var statusLine: StatusLine {
        let what = subject.isPrefix ? "all outputs under \(subject.location.uri)" : subject.location.uri
        guard snippet == nil, let url else { return StatusLine(left: what) }
        return StatusLine(
            left: "valid for \(DisplayText.duration(seconds: Double(url.seconds))), for anyone who has it", right: "")
    }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        guard !subject.isPrefix, url == nil else { return [] }
        let location = subject.location
        return [
            .run("sign", .screen) { services, send in
                do {
                    let signed = try await services.cloud.presignedURL(of: location, seconds: Self.lasting)
                    send(.signed(url: signed.url, seconds: signed.seconds))
                } catch {
                    send(.failed(LoadFailure(error, at: services.clock.now).line))
                }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        switch event {
        case .signed(let text, let seconds): url = (text, seconds)
        case .failed(let text): problem = text
        }
        return []
    }

    private mutating func turn(by steps: Int) -> [Effect<Event>] {
        form = (form + steps + titles.count) % titles.count
        page.toStart()
        return []
    }

    private func lines(_ columns: Int, _ style: Style) -> [StyledText] {
        let text = text ?? problem ?? (snippet == nil ? "signing" : "outputs in this format can't be read this way")
        // Broken where the line ends, so that all of it is seen and can be copied by hand.
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [StyledText] in
            var rest = line[...]
            var lines: [StyledText] = []
            repeat {
                let part = TextWidth.prefix(rest, columns: max(columns, 1))
                lines.append(StyledText(part, style))
                rest = rest.dropFirst(max(part.count, 1))
            } while !rest.isEmpty
            return lines
        }
    }

    mutating func scroll(by rows: Int, _ context: Context) {
        let body = context.area.inset(columns: 1).inset(top: 2)
        page.scroll(by: rows, lines: lines(body.columns - 1, .plain).count, height: body.rows)
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inside = area.inset(columns: 1)
        var column = inside.left
        for (place, title) in titles.enumerated() {
            column += canvas.text(
                place == form ? "[\(title)]" : " \(title) ", at: Point(column: column, row: inside.top),
                place == form ? .accent : .textDim, columns: max(inside.right - column, 0))
        }
        let body = inside.inset(top: 2)
        let style = canvas.theme[text == nil ? (problem != nil && snippet == nil ? .statusFailed : .textDim) : .text]
        page.draw(lines(body.columns - 1, style), on: &canvas, in: body)
    }

    static let commands: [Command<ElsewhereScreen, Event>] =
        [
            Command(
                "elsewhere.next", "next tool", help: "Show the code for the next tool.", chords: ["Tab", "Right", "l"],
                footerRank: 1,
                run: { screen, _ in screen.turn(by: 1) }),
            Command(
                "elsewhere.previous", "previous tool", help: "Show the code for the previous tool.",
                chords: ["Shift-Tab", "Left", "h"],
                run: { screen, _ in screen.turn(by: -1) }),
            Command(
                "elsewhere.copy", "copy", help: "Copy the text shown.", chords: ["y"], footerRank: 2,
                availability: { .when($0.text != nil, otherwise: "nothing to copy") },
                run: { screen, _ in
                    guard let text = screen.text else { return [] }
                    return [.copy(text, announcing: "copied the text shown")]
                }),
            Command(
                "elsewhere.save", "save", help: "Save the text shown to a file.", chords: ["s", "Ctrl-S"],
                footerRank: 3,
                availability: { .when($0.text != nil, otherwise: "nothing to save") },
                run: { screen, _ in
                    guard let text = screen.text else { return [] }
                    let suffix =
                        switch screen.snippet {
                        case .awsCLI: "sh"
                        case .pandas, .polars: "py"
                        case .duckDB: "sql"
                        case nil: "txt"
                        }
                    return [
                        .navigate(
                            .push(
                                FilePathScreen(
                                    title: "Save", path: "predictions.\(suffix)",
                                    purpose: .save(text + "\n", what: "the text"))))
                    ]
                }),
        ] + pageCommands("elsewhere", ranks: [.down: 5])
}
