import BatchInference
import Console

/// The environment of a model's containers, variable by variable, beside the candidate's own.
///
/// The changes go to the screen below when it closes.
struct ContainerEnvironmentScreen: Screen {
    enum Event: Sendable {}

    enum Row: Hashable {
        case container(Int)
        case variable(container: Int, name: String)
        /// A line that says how to add one, at a container's end.
        case addition(container: Int)

        var container: Int {
            switch self {
            case .container(let container), .addition(let container): container
            case .variable(let container, _): container
            }
        }
    }

    /// What is being typed.
    enum Entry: Hashable {
        case value(container: Int, name: String)
        /// `NAME=value` of a new variable.
        case addition(container: Int)
    }

    var plan: LaunchPlan
    var selected = Row.container(1)
    var entry: Entry?
    var editor = TextFieldState()
    var top = 0
    private let done: @Sendable ([EnvironmentChange]) -> any Sendable

    var crumb: String { "Containers" }
    var takesText: Bool { entry != nil }

    /// `done` makes the event that the screen below understands.
    init(_ plan: LaunchPlan, done: @escaping @Sendable ([EnvironmentChange]) -> any Sendable) {
        self.plan = plan
        self.done = done
        selected = selectable.first ?? .container(1)
    }

    var statusLine: StatusLine {
        let count = plan.environmentDifferences.count
        let problem = plan.problems().first { $0.field == .containerEnvironment && $0.severity == .error }
        return StatusLine(
            left: problem.map { "\($0.message) (\($0.source))" }
                ?? (count == 0
                    ? "same as the candidate's containers"
                    : "\(count) variable\(count == 1 ? " differs" : "s differ") from the candidate's"),
            right: "at most 32 KB in total")
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {}

    // MARK: Rows

    /// Everything that is shown; variables that the model leaves out stay in their place.
    var rows: [Row] {
        let model = plan.modelContainers
        return plan.containers.enumerated().flatMap { index, container in
            let names = Set((container.environment ?? [:]).keys).union((model[index].environment ?? [:]).keys)
            return [Row.container(index + 1)]
                + names.sorted().map { .variable(container: index + 1, name: $0) }
                + [.addition(container: index + 1)]
        }
    }

    private var selectable: [Row] { rows.filter { if case .container = $0 { false } else { true } } }

    func window(height: Int) -> ScrollWindow {
        let rows = rows
        return ScrollWindow(
            former: top, selected: rows.firstIndex(of: selected), height: height, count: rows.count, margin: 1)
    }

    mutating func move(by steps: Int, _ context: Context) {
        let rows = selectable
        guard !rows.isEmpty else { return }
        let place = rows.firstIndex(of: selected) ?? 0
        selected = rows[min(max(place + steps, 0), rows.count - 1)]
        top = window(height: context.area.rows).first
        // The heading of the first variables comes into sight with them.
        if selected == rows.first { top = 0 }
    }

    // MARK: Editing

    /// Opens the marked row for typing.
    mutating func open() {
        switch selected {
        case .variable(let container, let name):
            entry = .value(container: container, name: name)
            editor = TextFieldState(plan.modelEnvironment(of: container)[name] ?? "")
        case .addition(let container), .container(let container): add(to: container)
        }
    }

    mutating func add(to container: Int) {
        selected = .addition(container: container)
        entry = .addition(container: container)
        editor = TextFieldState()
    }

    /// Leaves the marked variable out, or takes back an addition.
    mutating func leaveOut() {
        guard case .variable(let container, let name) = selected else { return }
        plan.setEnvironment(container: container, name: name, value: nil)
        settle()
    }

    /// Gives the marked variable back what it has without changes by hand.
    mutating func restore() {
        guard case .variable(let container, let name) = selected else { return }
        plan.environmentChanges.removeAll { $0.container == container && $0.name == name }
        settle()
    }

    /// A variable that is gone cannot stay marked.
    private mutating func settle() {
        if !rows.contains(selected) { selected = .addition(container: selected.container) }
    }

    /// What is wrong with what is being typed; nil where it can be taken.
    var entryProblem: String? {
        guard let (container, name, value) = typed else {
            return editor.isEmpty ? nil : "use the form NAME=value"
        }
        var tried = plan
        tried.setEnvironment(container: container, name: name, value: value)
        let problem = tried.problems().first { $0.field == .containerEnvironment && $0.severity == .error }
        return problem.map { "\($0.message) (\($0.source))" }
    }

    /// The variable that is being typed; nil while it has no name.
    private var typed: (container: Int, name: String, value: String)? {
        switch entry {
        case .value(let container, let name): return (container, name, PastedText.trimmed(editor.text))
        case .addition(let container):
            guard let sign = editor.text.firstIndex(of: "="), sign != editor.text.startIndex else { return nil }
            let name = PastedText.trimmed(String(editor.text[..<sign])).filter { $0 != " " }
            return (container, name, PastedText.trimmed(String(editor.text[editor.text.index(after: sign)...])))
        case nil: return nil
        }
    }

    mutating func accept() -> [Effect<Event>] {
        guard let (container, name, value) = typed else {
            if editor.isEmpty { entry = nil }
            return entry == nil ? [] : [.toast(Toast(.warning, "write the new variable as NAME=value"))]
        }
        if let problem = entryProblem { return [.toast(Toast(.warning, problem))] }
        plan.setEnvironment(container: container, name: name, value: value)
        selected = .variable(container: container, name: name)
        settle()
        entry = nil
        return []
    }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard entry != nil else { return nil }
        switch chord {
        case "Enter", "Tab":
            let effects = accept()
            top = window(height: context.area.rows).first
            return effects
        case "Esc":
            entry = nil
            return []
        default:
            // Nothing that is typed here may reach a command, Backspace in an empty value least of all.
            _ = editor.handle(chord)
            return []
        }
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        if entry != nil { editor.insert(PastedText.trimmed(text)) }
        return []
    }

    mutating func mouse(_ event: MouseEvent, _ context: Context) -> [Effect<Event>] {
        guard entry == nil else { return [] }
        switch event.action {
        case .wheelUp: move(by: -1, context)
        case .wheelDown: move(by: 1, context)
        case .press(.left):
            let window = window(height: context.area.rows)
            guard let index = window.row(atOffset: event.point.row - context.area.top) else { return [] }
            let row = rows[index]
            guard selectable.contains(row) else { return [] }
            if selected == row { open() } else { selected = row }
        default: break
        }
        return []
    }

    func close() -> [Effect<Event>] { [.navigate(.finish(done(plan.environmentChanges)))] }
}
