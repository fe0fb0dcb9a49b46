import BatchInference
import Console

extension LaunchScreen {
    static let commands: [Command<LaunchScreen, Event>] =
        formCommands + fieldCommands + launchCommands + accountCommands + planCommands

    private static func editing(_ screen: LaunchScreen) -> Availability {
        .when(screen.isEditing, otherwise: "the form is locked while a launch is in progress")
    }

    private static let formCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.next", "next", help: "Go to the next field.", chords: ["Tab", "Down"], footerRank: 7,
            availability: editing,
            run: { screen, context in
                screen.moveFocus(by: 1, wraps: true, context)
                return []
            }),
        Command(
            "launch.previous", "previous", help: "Go to the previous field.", chords: ["Shift-Tab", "Up"],
            availability: editing,
            run: { screen, context in
                screen.moveFocus(by: -1, wraps: true, context)
                return []
            }),
        Command(
            "launch.page-down", "page down", help: "Go down several fields.", chords: ["PageDown"],
            availability: editing,
            run: { screen, context in
                screen.moveFocus(by: max(context.area.rows - 4, 1), wraps: false, context)
                return []
            }),
        Command(
            "launch.page-up", "page up", help: "Go up several fields.", chords: ["PageUp"], availability: editing,
            run: { screen, context in
                screen.moveFocus(by: -max(context.area.rows - 4, 1), wraps: false, context)
                return []
            }),
        Command(
            "launch.leave", "close", help: "Close the form.", chords: ["Esc", "Backspace"], footerRank: 90,
            run: { screen, _ in screen.leave() }),
    ]

    private static let fieldCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.browse", "browse", help: "Browse S3 for the location, or the instance types.",
            chords: ["Ctrl-O"], footerRank: 8,
            availability: { screen in
                guard screen.isEditing else { return editing(screen) }
                let field = screen.focusedField
                return .when(field.isLocation || field.id == .instanceType, otherwise: "this field isn't a location")
            },
            run: { screen, _ in screen.browse() }),
        Command(
            "launch.enter", "choose", help: "Choose an instance type or account, tick a column, or unfold a group.",
            chords: ["Enter"], footerRank: 4,
            availability: { .when($0.isEditing && $0.isChoice, otherwise: "this field has no choices") },
            run: { $0.enter($1) }),
        Command(
            "launch.go-on", "continue", help: "Go to the next field; from an empty location, browse S3.",
            chords: ["Enter"],
            availability: { .when($0.isEditing && !$0.isChoice, otherwise: "this field is a choice") },
            run: { $0.enter($1) }),
        Command(
            "launch.change", "change", help: "Tick a column, or go to the next value.", chords: ["Space"],
            footerRank: 5,
            availability: { .when($0.isEditing && $0.isChoice, otherwise: "this field has no choices") },
            run: { $0.change(by: 1, $1) }),
        Command(
            "launch.right", "next value", help: "Go to the next value or column.", chords: ["Right"],
            availability: { .when($0.isEditing && $0.isChoice, otherwise: "this field has no choices") },
            run: { $0.sideways(by: 1, $1) }),
        Command(
            "launch.left", "previous value", help: "Go to the previous value or column.", chords: ["Left"],
            availability: { .when($0.isEditing && $0.isChoice, otherwise: "this field has no choices") },
            run: { $0.sideways(by: -1, $1) }),
    ]

    /// Whether the focused field is anything but a line of text.
    var isChoice: Bool { !focusedField.isText }

    private static let launchCommands: [Command<LaunchScreen, Event>] = [
        Command(
            "launch.preview", "preview", help: "Show the two exact requests a launch sends.",
            chords: ["Ctrl-P"], footerRank: 6, availability: editing,
            run: { screen, _ in [.navigate(.push(RequestPreviewScreen(screen.plan.requests)))] }),
        Command(
            "launch.input-columns", "input columns",
            help: "Show the columns that the records need, with type and examples.",
            chords: [.inputColumns], footerRank: 9,
            availability: { screen in
                switch screen.inputColumns {
                case nil: .unavailable("the columns of the training data aren't known")
                case .unknown(let reason): .unavailable(reason)
                case .known: .available
                }
            },
            run: { screen, _ in
                guard case .known(let columns) = screen.inputColumns else { return [] }
                return [.navigate(.push(InputColumnsScreen(columns)))]
            }),
        Command(
            "launch.checks", "checks", help: "List the preflight findings with their fixes.",
            chords: ["F3"], footerRank: 3, run: { screen, context in screen.showChecks(context) }),
        Command(
            "launch.launch", "launch", help: "Create the model and start the transform, after a confirmation.",
            chords: ["Ctrl-L"], footerRank: 2, availability: editing, run: { $0.askToLaunch($1) }),
        Command(
            "launch.retry", "retry", help: "Retry the launch from where it failed.", chords: ["r"],
            footerRank: 1,
            availability: { screen in
                guard let failure = screen.progress?.failure, failure.isUnfinished else {
                    return .unavailable("no interrupted launch")
                }
                return .when(
                    failure.canBeResumed, otherwise: "it would be refused again: clean up, then change the form")
            },
            run: { screen, _ in screen.retry() }),
        Command(
            "launch.clean-up", "clean up", help: "Remove what a failed launch left, and go back to the form.",
            chords: ["c"], footerRank: 2,
            availability: {
                .when($0.progress?.failure?.isUnfinished == true, otherwise: "no interrupted launch")
            },
            run: { screen, _ in screen.askToCleanUp() }),
        Command(
            "launch.edit", "edit the form", help: "Go back to the form after a failed launch that left nothing.",
            chords: ["e", "Enter"], footerRank: 3,
            availability: { screen in
                guard let failure = screen.progress?.failure else { return .unavailable("no launch has failed") }
                return .when(!failure.isUnfinished, otherwise: "clean up first, or retry")
            },
            run: { screen, _ in
                screen.backToForm()
                return []
            }),
    ]
}

extension Chord {
    /// Shows the columns that a transform's records need; the form names it.
    static let inputColumns: Chord = "Ctrl-N"
}
