import AWSOperations
import BatchInference
import Console

/// Asks for the name of a file: to write a text to it, or to read one.
struct FilePathScreen: Screen {
    enum Purpose: Sendable {
        /// Writes a text; `what` says what it is, as in "the plan".
        case save(String, what: String)
        /// Makes a file of its own; `Work` says what came of it.
        case make(Work)
        /// Reads a text and goes on to the screen that it opens; what cannot be read is said in place.
        case open(@Sendable (_ text: String, _ path: String) throws -> any Screen)
    }

    /// Writes a file, and tells how far it has come.
    typealias Work =
        @Sendable (
            _ services: Services, _ path: String, _ replacing: Bool, _ progress: @escaping @Sendable (String) -> Void
        )
        async throws -> Toast

    enum Event: Sendable {
        case saved(Toast)
        case progress(String)
        case opened(any Screen)
        case failed(FileProblem, path: String)
        case refused(String)
        case replaceConfirmed(path: String)
    }

    let title: String
    private let purpose: Purpose
    private(set) var field: TextFieldState
    private(set) var problem: String?
    private(set) var isBusy = false
    /// How far a file is.
    private(set) var progress: String?

    init(title: String, path: String, purpose: Purpose) {
        self.title = title
        self.purpose = purpose
        field = TextFieldState(path)
    }

    var crumb: String { title }
    var takesText: Bool { !isBusy }

    private var isSaving: Bool { if case .open = purpose { false } else { true } }

    mutating func type(_ chord: Chord, _ context: Context) -> [Effect<Event>]? {
        guard !isBusy, field.handle(chord) else { return nil }
        problem = nil
        return []
    }

    mutating func paste(_ text: String, _ context: Context) -> [Effect<Event>] {
        guard !isBusy else { return [] }
        field.insert(PastedText.trimmed(text))
        problem = nil
        return []
    }

    mutating func update(_ event: Event, _ context: Context) -> [Effect<Event>] {
        if case .progress(let text) = event {
            progress = text
            return []
        }
        (isBusy, progress) = (false, nil)
        switch event {
        case .progress: return []
        case .saved(let toast): return [.toast(toast), .navigate(.pop)]
        case .opened(let screen): return [.navigate(.replace(screen))]
        case .refused(let text):
            problem = text
            return []
        case .failed(let failure, let path):
            guard failure.isThereAlready else {
                problem = "\(failure.problem): \(failure.remedy)"
                return []
            }
            let question = Confirmation(
                title: "Replace the file?", lines: [path, "", "Its current content is lost."], action: "Replace",
                isDestructive: true)
            return [.ask(question, then: .replaceConfirmed(path: path))]
        case .replaceConfirmed(let path): return save(to: path, replacing: true)
        }
    }

    private mutating func go() -> [Effect<Event>] {
        let path = PastedText.trimmed(field.text)
        guard !path.isEmpty else {
            problem = "type a file name"
            return []
        }
        switch purpose {
        case .save, .make: return save(to: path, replacing: false)
        case .open(let read):
            isBusy = true
            return [
                .run("open") { services, send in
                    do {
                        let text = try await services.files.readText(at: path)
                        send(.opened(try read(text, path)))
                    } catch let problem as FileProblem {
                        send(.failed(problem, path: path))
                    } catch {
                        send(.refused("\(error)"))
                    }
                }
            ]
        }
    }

    private mutating func save(to path: String, replacing: Bool) -> [Effect<Event>] {
        let work: Work
        switch purpose {
        case .open: return []
        case .make(let own): work = own
        case .save(let text, let what):
            work = { services, path, replacing, _ in
                try await services.files.writeText(text, at: path, replacing: replacing)
                return Toast(.success, "\(what) is in \(path)")
            }
        }
        isBusy = true
        return [
            .run("save", .screen) { services, send in
                do {
                    send(.saved(try await work(services, path, replacing) { send(.progress($0)) }))
                } catch let problem as FileProblem {
                    send(.failed(problem, path: path))
                } catch {
                    if !Task.isCancelled { send(.refused(AWSFailure(wrapping: error).problem)) }
                }
            }
        ]
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let (line, rest) = area.inset(left: 1, top: 1, right: 1).splitTop(1)
        let (label, entry) = line.splitLeft(6)
        canvas.text("File", in: label, .label)
        let widget = TextField(field, style: canvas.theme[problem == nil ? .fieldFocused : .fieldInvalid])
        canvas.draw(widget, in: entry)
        if !isBusy { canvas.cursor = widget.cursor(in: entry) }
        let below = rest.inset(left: 6, top: 1)
        if let problem {
            _ = canvas.paragraph("\(canvas.glyphs.failed) \(problem)", in: below, .statusFailed)
        } else {
            let hint =
                isBusy
                ? progress ?? "one moment"
                : isSaving
                    ? "Enter saves; relative names start at the folder you launched Flightdeck from"
                    : "Enter opens a plan written by the form or by flightdeck launch --save-plan"
            _ = canvas.paragraph(hint, in: below, .textDim)
        }
    }

    static let commands: [Command<FilePathScreen, Event>] = [
        Command(
            "file.go", "continue", help: "Save to the file, or open it.", chords: ["Enter"], footerRank: 1,
            availability: { .when(!$0.isBusy, otherwise: "one moment") }, run: { screen, _ in screen.go() })
    ]
}
