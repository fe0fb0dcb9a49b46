import AWSOperations
import BatchInference
import Console

/// Asks for the limits at which somebody wants to be asked whether to stop a transform.
struct StopLimitScreen: Screen {
    enum Event: Sendable {
        case background(RunBackground)
    }

    private let transform: TransformOverview
    private(set) var field: TextFieldState
    private(set) var problem: String?
    /// Its price, to say at once where a limit of the cost could never act.
    private var background = RunBackground()

    init(transform: TransformOverview) {
        self.transform = transform
        field = TextFieldState("")
    }

    var crumb: String { "Stop limit" }
    var takesText: Bool { true }

    mutating func appear(_ context: Context) -> [Effect<Event>] {
        if field.text.isEmpty, let limits = context.limits[transform.arn] { field = TextFieldState(limits.typedText) }
        let transform = transform
        return [
            .run("price") { services, send in
                let found = await PastRuns(services, context).background(of: transform)
                if !Task.isCancelled { send(.background(found)) }
            }
        ]
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        if case .background(let background) = event { self.background = background }
        return []
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard field.handle(chord) else { return nil }
        problem = nil
        return []
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        field.insert(PastedText.trimmed(text))
        problem = nil
        return []
    }

    private mutating func arm() -> [Effect<Event>] {
        guard let limits = StopLimits.typed(PastedText.trimmed(field.text)) else {
            problem = "enter a running time, a cost, or both: 2h, 1h30m, $5, 2h $5"
            return []
        }
        if let reason = limits.blindness(to: background.price) {
            problem = "a cost limit has no effect here: \(reason)"
            return []
        }
        return [.limit(transform, limits), .navigate(.pop)]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let (line, rest) = area.inset(left: 1, top: 1, right: 1).splitTop(1)
        let (label, entry) = line.splitLeft(12)
        canvas.text("Stop at", in: label, .label)
        let widget = TextField(field, style: canvas.theme[problem == nil ? .fieldFocused : .fieldInvalid])
        canvas.draw(widget, in: entry)
        canvas.cursor = widget.cursor(in: entry)
        var below = rest.inset(left: 12, top: 1)
        func paragraph(_ text: String, _ role: StyleRole) {
            let used = canvas.paragraph(text, in: below, role)
            below = below.splitTop(used + 1).1
        }
        if let problem { paragraph("\(canvas.glyphs.failed) \(problem)", .statusFailed) }
        paragraph(
            "A running time (2h, 90m, 1h30m, without provisioning), a cost by AWS's list price ($5), or both. You're asked when "
                + "it's reached, on any screen. Leave the field empty to remove the limit.",
            .textDim)
        let progress = TransformProgress(
            of: transform, work: ObservedWork(), background: background, at: canvas.now)
        let now = progress.timeline.segments.map(\.text) + [progress.cost.text].compactMap(\.self)
        if !now.isEmpty { paragraph("Now: \(now.joined(separator: ", "))", .text) }
    }

    static let commands: [Command<StopLimitScreen, Event>] = [
        Command(
            "limit.arm", "set the limit", help: "Set the limit, or remove it if the field is empty.",
            chords: ["Enter"], footerRank: 1, run: { screen, _ in screen.arm() })
    ]
}

extension StopLimits {
    /// As it's typed into the field: `2h`, `$5`.
    fileprivate var typedText: String {
        var parts: [String] = []
        if var rest = seconds.map({ Int($0) }) {
            var text = ""
            for (unit, size) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] where rest >= size {
                text += "\(rest / size)\(unit)"
                rest %= size
            }
            parts.append(text)
        }
        if let cost { parts.append("\(currency == Self.dollars ? "$" : currency)\(DisplayText.metricless(cost))") }
        return parts.joined(separator: " ")
    }
}

extension DisplayText {
    /// An amount with as many decimals as it has, four at most.
    fileprivate static func metricless(_ amount: Double) -> String {
        for places in 0...3 where abs(amount - (amount * tenTo(places)).rounded() / tenTo(places)) < 1e-9 {
            return decimal(amount, places: places)
        }
        return decimal(amount, places: 4)
    }

    private static func tenTo(_ places: Int) -> Double { [1, 10, 100, 1000][places] }
}
